#ifndef CORE_TRAIN_LOCAL_GRADIENT_SOURCE_H_
#define CORE_TRAIN_LOCAL_GRADIENT_SOURCE_H_

#include <memory>
#include <optional>

#include "core/base/thread_pool.h"
#include "core/train/batch.h"
#include "core/train/batch_gradient.h"
#include "core/train/gradient_source.h"

namespace flow::core {

/// Gradients over batches in this process. The same bits for any number of
/// threads. Errors: those of the batches.
class LocalGradientSource : public GradientSource {
 public:
  /// `pool` is not owned.
  LocalGradientSource(std::unique_ptr<BatchGradient> gradient,
                      std::shared_ptr<const Batches> batches, ThreadPool* pool);

  absl::StatusOr<Gradient> Get(int64_t step,
                               const FlatParameters& parameters) override;

 private:
  std::unique_ptr<BatchGradient> gradient_;
  std::shared_ptr<const Batches> batches_;
  ThreadPool* pool_;
  std::optional<PreparedStretch> stretch_;
};

}  // namespace flow::core

#endif  // CORE_TRAIN_LOCAL_GRADIENT_SOURCE_H_
