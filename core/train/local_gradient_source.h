#ifndef CORE_TRAIN_LOCAL_GRADIENT_SOURCE_H_
#define CORE_TRAIN_LOCAL_GRADIENT_SOURCE_H_

#include <memory>
#include <optional>

#include "core/base/thread_pool.h"
#include "core/train/batch.h"
#include "core/train/gradient_source.h"
#include "core/train/objective.h"

namespace flow::core {

/// Rows of a batch whose gradient is computed in one piece. A constant of the
/// arithmetic, not of the machine: results depend on it in the last bits.
inline constexpr int64_t kShardRows = 256;

/// Gradients by LibTorch's autograd in this process. A batch is cut into shards
/// of kShardRows, which the pool's threads share; the shards' gradients are
/// added in their order, so any number of threads gives the same bits. Each
/// thread must run LibTorch single-threaded. Errors: those of the coupling.
class LocalGradientSource : public GradientSource {
 public:
  /// `pool` is not owned.
  LocalGradientSource(std::shared_ptr<const Network> network,
                      std::shared_ptr<const Objective> objective,
                      std::shared_ptr<const Batches> batches, ThreadPool* pool);

  absl::StatusOr<Gradient> Get(int64_t step,
                               const FlatParameters& parameters) override;

 private:
  std::shared_ptr<const Network> network_;
  std::shared_ptr<const Objective> objective_;
  std::shared_ptr<const Batches> batches_;
  ThreadPool* pool_;
  std::optional<Stretch> stretch_;
};

}  // namespace flow::core

#endif  // CORE_TRAIN_LOCAL_GRADIENT_SOURCE_H_
