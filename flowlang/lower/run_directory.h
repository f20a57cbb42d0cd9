#ifndef FLOWLANG_LOWER_RUN_DIRECTORY_H_
#define FLOWLANG_LOWER_RUN_DIRECTORY_H_

/// The folder that a run leaves behind, and that a killed run goes on from.
///
///     plan.textproto          the resolved experiment, which `flow run` takes
///     result.json             written last; absent while the run goes on
///     metrics.jsonl           loss and learning rate, a line a logged step
///     events.out.tfevents.flow  the same for TensorBoard
///     samples/<protocol>.npz  the points that the metrics saw
///     samples/<protocol>.*.png  the first of them, where they are images
///     stages/NN-name/         what a stage made, and done.json when it has
///     log.txt                 what happened when

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "flowlang/plan/plan.h"
#include "nlohmann/json.hpp"

namespace flow::lang {

class RunDirectory {
 public:
  /// Takes `path` for the plan: a new folder, an empty one, or one that a run
  /// of the same plan and seed left, however early it was killed.
  /// FailedPrecondition when it holds another plan, with the first difference,
  /// or something else; other codes as in core/base/files.h.
  static absl::StatusOr<RunDirectory> Open(const std::string& path,
                                           const ExperimentPlan& plan);

  const std::string& path() const { return path_; }

  std::string File(absl::string_view name) const;

  /// The folder of stage `index` (from 0) of the plan; made when absent.
  absl::StatusOr<std::string> StageFolder(const ExperimentPlan& plan,
                                          size_t index) const;

  /// What the finished stage wrote about itself; empty when it has not
  /// finished. DataLoss when its done.json cannot be read; see CheckMadeBy.
  absl::StatusOr<std::optional<nlohmann::ordered_json>> FinishedStage(
      const ExperimentPlan& plan, size_t index) const;

  /// Marks the stage as finished: from now on it is not run again.
  absl::Status FinishStage(const ExperimentPlan& plan, size_t index,
                           nlohmann::ordered_json record) const;

  /// Removes what the stages behind `index` have made.
  absl::Status ForgetStagesAfter(const ExperimentPlan& plan,
                                 size_t index) const;

  /// FailedPrecondition when `hash`, which the run wrote into `file`, is not
  /// that of the stage: with the plan's text the same, the data that it names
  /// have changed, or the program has.
  static absl::Status CheckMadeBy(const Stage& stage, const std::string& hash,
                                  const std::string& file);

  /// Adds a line to log.txt.
  absl::Status Log(absl::string_view line) const;

 private:
  explicit RunDirectory(std::string path) : path_(std::move(path)) {}

  std::string path_;
};

}  // namespace flow::lang

#endif  // FLOWLANG_LOWER_RUN_DIRECTORY_H_
