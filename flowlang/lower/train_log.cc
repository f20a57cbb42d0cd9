#include "flowlang/lower/train_log.h"

#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "core/base/files.h"
#include "core/base/status_macros.h"
#include "nlohmann/json.hpp"

namespace flow::lang {
namespace {

using Json = nlohmann::ordered_json;

// A line that a resumed run will write again, or that a kill cut short.
bool IsStale(absl::string_view line, const std::string& stage, int64_t step) {
  const Json record =
      Json::parse(line.begin(), line.end(), nullptr, /*exceptions=*/false);
  if (!record.is_object() || !record.contains("stage") ||
      !record.contains("step") || !record["step"].is_number_integer()) {
    return true;
  }
  return record["stage"] == stage && record["step"].get<int64_t>() > step;
}

absl::Status DropStaleLines(const std::string& path, const std::string& stage,
                            int64_t step) {
  if (!FileExists(path)) return absl::OkStatus();
  FLOW_ASSIGN_OR_RETURN(const std::string text, ReadFile(path));
  std::string kept;
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    if (!line.empty() && !IsStale(line, stage, step)) {
      absl::StrAppend(&kept, line, "\n");
    }
  }
  return WriteFileAtomically(path, kept);
}

// What the kind of coupling has something to say of.
Json ReportJson(const core::CouplingReport& report) {
  Json json = {{"cost", report.cost}};
  if (report.duality_gap != 0) json["duality_gap"] = report.duality_gap;
  if (report.iterations > 0) {
    json["marginal_error"] = report.marginal_error;
    json["iterations"] = report.iterations;
    json["converged"] = report.converged;
  }
  if (report.distinct_targets != 1) {
    json["distinct_targets"] = report.distinct_targets;
  }
  if (report.effective_share != 1) {
    json["effective_share"] = report.effective_share;
  }
  if (report.effective_pairs != 1) {
    json["effective_pairs"] = report.effective_pairs;
  }
  if (report.distinct_sources != 1) {
    json["distinct_sources"] = report.distinct_sources;
    json["most_taken"] = report.most_taken;
    json["chosen_square"] = report.chosen_square;
  }
  return json;
}

// The means of what ReportJson wrote, each over the lines that have it.
class CouplingMeans {
 public:
  void Add(const Json& report) {
    for (const auto& [key, value] : report.items()) {
      if (value.is_boolean()) {
        not_converged_ += !value.get<bool>();
        has_solver_ = true;
      } else {
        Sum& sum = sums_[key];
        sum.total += value.get<double>();
        ++sum.count;
      }
    }
  }

  Json Summary() const {
    Json summary = Json::object();
    for (const auto& [key, sum] : sums_) summary[key] = sum.total / sum.count;
    if (has_solver_) summary["not_converged"] = not_converged_;
    return summary;
  }

 private:
  struct Sum {
    double total = 0;
    int64_t count = 0;
  };
  std::map<std::string, Sum> sums_;
  int64_t not_converged_ = 0;
  bool has_solver_ = false;
};

}  // namespace

absl::StatusOr<TrainLogWriter> TrainLogWriter::Open(
    const RunDirectory& directory, const std::string& stage, int64_t step) {
  const std::string jsonl = directory.File("metrics.jsonl");
  FLOW_RETURN_IF_ERROR(DropStaleLines(jsonl, stage, step));
  FLOW_ASSIGN_OR_RETURN(
      core::EventWriter events,
      core::EventWriter::Create(directory.File("events.out.tfevents.flow")));
  FLOW_RETURN_IF_ERROR(events.DropPoints(stage + "/", step));
  return TrainLogWriter(jsonl, stage, std::move(events));
}

absl::Status TrainLogWriter::Write(
    const core::TrainLog& log,
    const std::optional<core::CouplingReport>& coupling) {
  Json line = {{"stage", stage_},
               {"step", log.step},
               {"loss", log.loss},
               {"learning_rate_factor", log.learning_rate_factor},
               {"gradient_norm", log.gradient_norm}};
  if (coupling) line["coupling"] = ReportJson(*coupling);
  FLOW_RETURN_IF_ERROR(AppendToFile(jsonl_, line.dump() + "\n"));
  const double now = absl::ToDoubleSeconds(absl::Now() - absl::UnixEpoch());
  FLOW_RETURN_IF_ERROR(
      events_.AddScalar(stage_ + "/loss", log.step, log.loss, now));
  FLOW_RETURN_IF_ERROR(events_.AddScalar(stage_ + "/gradient_norm", log.step,
                                         log.gradient_norm, now));
  return events_.Flush();
}

absl::StatusOr<TrainLogWriter::Summary> TrainLogWriter::Summarise(
    int64_t first) const {
  FLOW_ASSIGN_OR_RETURN(const std::string text, ReadFile(jsonl_));
  CouplingMeans means;
  double loss = 0;
  int64_t losses = 0;
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    const Json record =
        Json::parse(line.begin(), line.end(), nullptr, /*exceptions=*/false);
    if (!record.is_object() || record.value("stage", "") != stage_) continue;
    if (record.contains("coupling")) means.Add(record["coupling"]);
    if (record.value("step", int64_t{-1}) < first) continue;
    loss += record.value("loss", 0.0);
    ++losses;
  }
  if (losses > 0) return Summary{means.Summary(), loss / losses};
  return absl::DataLossError(absl::StrCat(
      "'", jsonl_, "' has no line of '", stage_, "' from step ", first, " on"));
}

}  // namespace flow::lang
