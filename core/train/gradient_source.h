#ifndef CORE_TRAIN_GRADIENT_SOURCE_H_
#define CORE_TRAIN_GRADIENT_SOURCE_H_

#include <cstdint>

#include "ATen/core/Tensor.h"
#include "absl/status/statusor.h"
#include "core/nn/flat_parameters.h"

namespace flow::core {

/// The mean gradient of one step.
struct Gradient {
  at::Tensor flat;  // as FlatParameters::flat; the source may reuse its memory
  double loss = 0;  // the mean loss it is the gradient of
};

/// Where the next gradient comes from: this process, data-parallel ranks, or a
/// federation of clients. Not thread-safe.
class GradientSource {
 public:
  virtual ~GradientSource() = default;

  /// The gradient at `parameters` for `step` (0 is the first): a function of
  /// both, so that a resumed run goes on with the same bits. A value that is
  /// not finite is no error here: the trainer reports it. The gradient is good
  /// until the next call.
  virtual absl::StatusOr<Gradient> Get(int64_t step,
                                       const FlatParameters& parameters) = 0;
};

}  // namespace flow::core

#endif  // CORE_TRAIN_GRADIENT_SOURCE_H_
