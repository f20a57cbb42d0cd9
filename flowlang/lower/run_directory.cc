#include "flowlang/lower/run_directory.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "core/base/files.h"
#include "core/base/status_macros.h"

namespace flow::lang {
namespace {

using Json = nlohmann::ordered_json;

absl::Status Refuse(const std::string& path, absl::string_view why) {
  return absl::FailedPreconditionError(absl::StrCat(
      "'", path, "' ", why, "; choose another --out, or remove the folder"));
}

}  // namespace

absl::StatusOr<RunDirectory> RunDirectory::Open(const std::string& path,
                                                const ExperimentPlan& plan) {
  RunDirectory directory(path);
  FLOW_RETURN_IF_ERROR(MakeDirectories(path));
  const std::string plan_file = directory.File("plan.textproto");
  if (FileExists(plan_file)) {
    FLOW_ASSIGN_OR_RETURN(const std::string held, ReadFile(plan_file));
    if (held != plan.resolved) {
      return Refuse(path, "holds a run of another plan or seed");
    }
    return directory;
  }
  FLOW_ASSIGN_OR_RETURN(const std::vector<std::string> names,
                        ListDirectory(path));
  if (!names.empty()) return Refuse(path, "is not empty and holds no run");
  FLOW_RETURN_IF_ERROR(WriteFileAtomically(plan_file, plan.resolved));
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
  if (record.is_discarded() ||
      record.value("hash", "") != plan.stages[index].hash) {
    return absl::DataLossError(
        absl::StrCat("'", file, "' is not the record of this plan's stage"));
  }
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

absl::Status RunDirectory::Log(absl::string_view line) const {
  return AppendToFile(
      File("log.txt"),
      absl::StrCat(absl::FormatTime("%Y-%m-%dT%H:%M:%SZ ", absl::Now(),
                                    absl::UTCTimeZone()),
                   line, "\n"));
}

}  // namespace flow::lang
