#ifndef CORE_TRAIN_UPDATE_RULE_H_
#define CORE_TRAIN_UPDATE_RULE_H_

#include <cstdint>
#include <vector>

#include "ATen/core/Tensor.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "core/nn/flat_parameters.h"
#include "core/nn/network.h"

namespace flow::core {

/// What a step moves, in place.
struct MovedWeights {
  const FlatParameters& weights;
  // average <- average + average_blend (weights - average) with the new
  // weights, [P]; undefined where no average is kept
  at::Tensor average;
  double average_blend = 0;
  // whether anybody looks at the report: a rule whose numbers are elsewhere
  // need not fetch them, nor notice that one is not finite
  bool reported = true;
};

/// Moves the average, if one is kept, as the weights are now.
void MoveAverage(const MovedWeights& moved);

/// What one step looked like.
struct StepReport {
  double loss = 0;           // at the weights before
  double rate_factor = 1;    // of the learning rate
  double gradient_norm = 0;  // before clipping
};

/// How one step of training moves the weights: along a gradient, or by a round
/// of a federation. Not thread-safe.
class UpdateRule {
 public:
  virtual ~UpdateRule() = default;

  /// Step `step` (0 is the first), a function of it, of the weights and of
  /// State(). OutOfRange when a loss or a gradient is not finite: the weights
  /// are then as they were and the message names the step.
  virtual absl::StatusOr<StepReport> Step(int64_t step,
                                          const MovedWeights& moved) = 0;

  /// What a checkpoint must hold beside the weights, by name; copies.
  virtual std::vector<NamedTensor> State() const = 0;

  /// Goes back to a saved state; other names are passed over. DataLoss when a
  /// tensor is missing or has another shape; the rule is then not to be used.
  virtual absl::Status Restore(const std::vector<NamedTensor>& state) = 0;
};

/// Copies the tensor of each name of `live` from `state` into its memory; other
/// names are passed over. DataLoss when one is missing or has another shape or
/// dtype; nothing is changed then.
absl::Status RestoreTensors(const std::vector<NamedTensor>& state,
                            const std::vector<NamedTensor>& live);

}  // namespace flow::core

#endif  // CORE_TRAIN_UPDATE_RULE_H_
