#ifndef CORE_TRAIN_KERNEL_GRADIENT_SOURCE_H_
#define CORE_TRAIN_KERNEL_GRADIENT_SOURCE_H_

#include <memory>
#include <vector>

#include "core/base/thread_pool.h"
#include "core/kernels/mlp_gradient.h"
#include "core/nn/network_options.h"
#include "core/nn/point_embedding.h"
#include "core/train/batch.h"
#include "core/train/gradient_source.h"
#include "core/train/regression_objective.h"

namespace flow::core {

/// The gradients that LocalGradientSource computes, for an MLP and a
/// regression: by hand-written passes over preallocated memory instead of a
/// graph (core/kernels/mlp_gradient.h). They agree to some 1e-6 of their
/// length. The same bits for any number of threads. Errors: those of the
/// coupling.
class KernelGradientSource : public GradientSource {
 public:
  /// `network` describes the network whose parameters Get() is given; `pool` is
  /// not owned.
  KernelGradientSource(const MlpOptions& network,
                       std::shared_ptr<const RegressionObjective> objective,
                       std::shared_ptr<const Batches> batches,
                       ThreadPool* pool);
  ~KernelGradientSource() override;

  absl::StatusOr<Gradient> Get(int64_t step,
                               const FlatParameters& parameters) override;

 private:
  // A stretch as the passes read it.
  class RegressionRows;

  MlpOptions network_;
  PointEmbedding points_;
  std::shared_ptr<const RegressionObjective> objective_;
  std::shared_ptr<const Batches> batches_;
  ThreadPool* pool_;
  std::unique_ptr<const RegressionRows> rows_;
  MlpGradient kernel_;
  at::Tensor gradient_;         // as Gradient::flat, reused
  std::vector<double> losses_;  // of each row
};

}  // namespace flow::core

#endif  // CORE_TRAIN_KERNEL_GRADIENT_SOURCE_H_
