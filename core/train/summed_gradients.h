#ifndef CORE_TRAIN_SUMMED_GRADIENTS_H_
#define CORE_TRAIN_SUMMED_GRADIENTS_H_

#include <cstdint>
#include <memory>

#include "ATen/core/Tensor.h"
#include "absl/status/statusor.h"
#include "core/processes/process_group.h"
#include "core/train/gradient_source.h"

namespace flow::core {

/// Data-parallel training: with g_r the mean gradient of process r over its
/// share s_r of the rows of a batch, all processes get
///
///     g = sum_r s_r g_r,   sum_r s_r = 1,
///
/// the mean gradient over the whole batch, to the same bits; likewise the loss.
/// Weights that are the same everywhere then stay so. Errors: those of the own
/// gradients and of the group.
class SummedGradients : public GradientSource {
 public:
  /// `group` is not owned.
  SummedGradients(std::shared_ptr<GradientSource> own, double share,
                  ProcessGroup* group);

  absl::StatusOr<Gradient> Get(int64_t step,
                               const FlatParameters& parameters) override;

 private:
  std::shared_ptr<GradientSource> own_;
  double share_;
  ProcessGroup* group_;
  at::Tensor sent_;  // the gradient, and the loss behind it
};

}  // namespace flow::core

#endif  // CORE_TRAIN_SUMMED_GRADIENTS_H_
