#ifndef FLOWLANG_LOWER_TRAIN_LOG_H_
#define FLOWLANG_LOWER_TRAIN_LOG_H_

#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "core/coupling/coupling_report.h"
#include "core/io/event_writer.h"
#include "core/train/trainer.h"
#include "flowlang/lower/run_directory.h"
#include "nlohmann/json.hpp"

namespace flow::lang {

/// The curves of a training stage, in metrics.jsonl and for TensorBoard.
class TrainLogWriter {
 public:
  /// Goes on at `step`: lines and points of `stage` beyond it, left by a run
  /// that was killed after its last checkpoint, are dropped.
  static absl::StatusOr<TrainLogWriter> Open(const RunDirectory& directory,
                                             const std::string& stage,
                                             int64_t step);

  /// `coupling` is that of the step's pairs, where it trains on pairs.
  absl::Status Write(const core::TrainLog& log,
                     const std::optional<core::CouplingReport>& coupling);

  /// Of the lines of the stage, so that a resumed run has the same.
  struct Summary {
    // the means of what its couplings said, and how many of the lines were
    // `not_converged`
    nlohmann::ordered_json coupling;
    double last_loss = 0;  // the mean of the lines from a step on
  };

  /// `first` is the step that the last losses begin with, at most the last one.
  absl::StatusOr<Summary> Summarise(int64_t first) const;

 private:
  TrainLogWriter(std::string jsonl, std::string stage, core::EventWriter events)
      : jsonl_(std::move(jsonl)),
        stage_(std::move(stage)),
        events_(std::move(events)) {}

  std::string jsonl_, stage_;
  core::EventWriter events_;
};

}  // namespace flow::lang

#endif  // FLOWLANG_LOWER_TRAIN_LOG_H_
