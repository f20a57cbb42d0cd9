#include "flowlang/lower/run_directory.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "core/base/files.h"
#include "core/base/status_macros.h"

namespace flow::lang {
namespace {

using Json = nlohmann::ordered_json;

constexpr char kPlanFile[] = "plan.textproto";

absl::Status Refuse(const std::string& path, absl::string_view why) {
  return absl::FailedPreconditionError(absl::StrCat(
      "'", path, "' ", why, "; choose another --out, or remove the folder"));
}

// The first line in which two texts differ, as it is in each.
std::string FirstDifference(absl::string_view there, absl::string_view here) {
  const std::vector<absl::string_view> a = absl::StrSplit(there, '\n');
  const std::vector<absl::string_view> b = absl::StrSplit(here, '\n');
  size_t i = 0;
  while (i < a.size() && i < b.size() && a[i] == b[i]) ++i;
  const auto line = [i](const std::vector<absl::string_view>& lines) {
    return i < lines.size() ? absl::StripAsciiWhitespace(lines[i]) : "";
  };
  return absl::StrCat("there '", line(a), "', here '", line(b), "'");
}

// Nothing, or what a kill left of the very first file.
bool HoldsNothing(const std::vector<std::string>& names) {
  return std::all_of(names.begin(), names.end(), [](const std::string& name) {
    return absl::StartsWith(name, absl::StrCat(kPlanFile, ".tmp-"));
  });
}

}  // namespace

absl::StatusOr<RunDirectory> RunDirectory::Open(const std::string& path,
                                                const ExperimentPlan& plan) {
  RunDirectory directory(path);
  FLOW_RETURN_IF_ERROR(MakeDirectories(path));
  const std::string plan_file = directory.File(kPlanFile);
  if (FileExists(plan_file)) {
    FLOW_ASSIGN_OR_RETURN(const std::string held, ReadFile(plan_file));
    if (held != plan.resolved) {
      return Refuse(path, absl::StrCat("holds a run of another plan or seed: ",
                                       FirstDifference(held, plan.resolved)));
    }
  } else {
    FLOW_ASSIGN_OR_RETURN(const std::vector<std::string> names,
                          ListDirectory(path));
    if (!HoldsNothing(names)) {
      return Refuse(path, "is not empty and holds no run");
    }
    FLOW_RETURN_IF_ERROR(WriteFileAtomically(plan_file, plan.resolved));
  }
  FLOW_RETURN_IF_ERROR(MakeDirectories(directory.File("samples")));
  return directory;
}

std::string RunDirectory::File(absl::string_view name) const {
  return JoinPath(path_, name);
}

absl::StatusOr<std::string> RunDirectory::StageFolder(
    const ExperimentPlan& plan, size_t index) const {
  const std::string folder = File(
      absl::StrFormat("stages/%02d-%s", index + 1, plan.stages[index].name));
  FLOW_RETURN_IF_ERROR(MakeDirectories(folder));
  return folder;
}

absl::StatusOr<std::optional<Json>> RunDirectory::FinishedStage(
    const ExperimentPlan& plan, size_t index) const {
  FLOW_ASSIGN_OR_RETURN(const std::string folder, StageFolder(plan, index));
  const std::string file = JoinPath(folder, "done.json");
  if (!FileExists(file)) return std::nullopt;
  FLOW_ASSIGN_OR_RETURN(const std::string text, ReadFile(file));
  Json record = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!record.is_object() || !record.contains("hash") ||
      !record["hash"].is_string()) {
    return absl::DataLossError(
        absl::StrCat("'", file, "' is not the record of a stage"));
  }
  FLOW_RETURN_IF_ERROR(CheckMadeBy(plan.stages[index], record["hash"], file));
  return record;
}

absl::Status RunDirectory::FinishStage(const ExperimentPlan& plan, size_t index,
                                       Json record) const {
  FLOW_ASSIGN_OR_RETURN(const std::string folder, StageFolder(plan, index));
  const Stage& stage = plan.stages[index];
  Json all = {{"name", stage.name}, {"kind", stage.kind}, {"hash", stage.hash}};
  all.update(record);
  return WriteFileAtomically(JoinPath(folder, "done.json"), all.dump(2) + "\n");
}

absl::Status RunDirectory::ForgetStagesAfter(const ExperimentPlan& plan,
                                             size_t index) const {
  for (size_t i = index + 1; i < plan.stages.size(); ++i) {
    FLOW_ASSIGN_OR_RETURN(const std::string folder, StageFolder(plan, i));
    std::error_code error;
    std::filesystem::remove_all(folder, error);
    if (error) {
      return absl::UnavailableError(
          absl::StrCat("cannot remove '", folder, "': ", error.message()));
    }
  }
  return absl::OkStatus();
}

absl::Status RunDirectory::CheckMadeBy(const Stage& stage,
                                       const std::string& hash,
                                       const std::string& file) {
  if (hash == stage.hash) return absl::OkStatus();
  return Refuse(file, "was made from other data or by another flow");
}

absl::Status RunDirectory::Log(absl::string_view line) const {
  return AppendToFile(
      File("log.txt"),
      absl::StrCat(absl::FormatTime("%Y-%m-%dT%H:%M:%SZ ", absl::Now(),
                                    absl::UTCTimeZone()),
                   line, "\n"));
}

}  // namespace flow::lang
