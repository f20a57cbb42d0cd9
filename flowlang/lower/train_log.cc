#include "flowlang/lower/train_log.h"

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

absl::Status TrainLogWriter::Write(const core::TrainLog& log) {
  const Json line = {{"stage", stage_},
                     {"step", log.step},
                     {"loss", log.loss},
                     {"learning_rate_factor", log.learning_rate_factor},
                     {"gradient_norm", log.gradient_norm}};
  FLOW_RETURN_IF_ERROR(AppendToFile(jsonl_, line.dump() + "\n"));
  const double now = absl::ToDoubleSeconds(absl::Now() - absl::UnixEpoch());
  FLOW_RETURN_IF_ERROR(
      events_.AddScalar(stage_ + "/loss", log.step, log.loss, now));
  FLOW_RETURN_IF_ERROR(events_.AddScalar(stage_ + "/gradient_norm", log.step,
                                         log.gradient_norm, now));
  return events_.Flush();
}

}  // namespace flow::lang
