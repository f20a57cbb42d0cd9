#ifndef CORE_TRAIN_KERNEL_GRADIENT_H_
#define CORE_TRAIN_KERNEL_GRADIENT_H_

#include <memory>
#include <optional>
#include <vector>

#include "core/kernels/mlp_gradient.h"
#include "core/nn/network_options.h"
#include "core/nn/point_embedding.h"
#include "core/train/batch_gradient.h"
#include "core/train/regression_objective.h"

namespace flow::core {

/// The gradients that AutogradGradient computes, for an MLP and a regression:
/// by hand-written passes over preallocated memory instead of a graph
/// (core/kernels/mlp_gradient.h). They agree to some 1e-6 of their length. The
/// same bits for any number of threads.
class KernelGradient : public BatchGradient {
 public:
  /// `network` describes the network whose parameters Compute() is given.
  /// Compute() FLOW_CHECKs `bound`.
  KernelGradient(const MlpOptions& network,
                 std::shared_ptr<const RegressionObjective> objective,
                 const std::optional<RecordBound>& bound = std::nullopt);

  PreparedStretch Prepare(Stretch stretch) const override;
  Gradient Compute(const PreparedStretch& prepared, int64_t step,
                   const FlatParameters& parameters, ThreadPool* pool) override;

 private:
  MlpOptions network_;
  PointEmbedding points_;
  std::shared_ptr<const RegressionObjective> objective_;
  std::optional<RecordBound> bound_;
  MlpGradient kernel_;
  at::Tensor gradient_;         // as Gradient::flat, reused
  std::vector<double> losses_;  // of each row
};

}  // namespace flow::core

#endif  // CORE_TRAIN_KERNEL_GRADIENT_H_
