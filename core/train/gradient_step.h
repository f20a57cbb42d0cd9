#ifndef CORE_TRAIN_GRADIENT_STEP_H_
#define CORE_TRAIN_GRADIENT_STEP_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "core/base/thread_pool.h"
#include "core/train/gradient_source.h"
#include "core/train/optimizer.h"
#include "core/train/train_options.h"
#include "core/train/update_rule.h"

namespace flow::core {

/// The Euclidean norm of a contiguous float32 row, by sums over fixed shards
/// that are added in order: the same bits for any pool.
double GradientNorm(const at::Tensor& gradient, ThreadPool* pool);

/// What multiplies a gradient of norm `norm` so that it is no longer than
/// `max`; 1 where it is not, or where there is no `max`.
double ClipFactor(double norm, std::optional<double> max);

/// A step along a mean gradient: clipping, schedule, optimiser, average. The
/// message of a value that is not finite also tells the last finite loss.
class GradientStep : public UpdateRule {
 public:
  /// Fresh moments for `parameters` numbers. `pool` is not owned; the bits do
  /// not depend on it.
  GradientStep(const TrainOptions& options, int64_t parameters,
               std::shared_ptr<GradientSource> gradients, ThreadPool* pool);

  absl::StatusOr<StepReport> Step(int64_t step,
                                  const MovedWeights& moved) override;
  std::vector<NamedTensor> State() const override;
  absl::Status Restore(const std::vector<NamedTensor>& state) override;

 private:
  // The live tensors of the state, sharing memory.
  std::vector<NamedTensor> Live() const;

  TrainOptions options_;
  std::unique_ptr<Optimizer> optimizer_;
  std::shared_ptr<GradientSource> gradients_;
  ThreadPool* pool_;
  std::optional<double> last_loss_;
};

}  // namespace flow::core

#endif  // CORE_TRAIN_GRADIENT_STEP_H_
