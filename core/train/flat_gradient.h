#ifndef CORE_TRAIN_FLAT_GRADIENT_H_
#define CORE_TRAIN_FLAT_GRADIENT_H_

#include "ATen/core/Tensor.h"
#include "core/nn/network.h"

namespace flow::core {

/// The same numbers, in the same memory, as the leaves of a graph that is to
/// be.
Parameters LeavesOf(Parameters parameters);

/// The gradient of `loss` [] in the leaves, one behind the other [P], as
/// FlatParameters has them.
at::Tensor FlatGradient(const at::Tensor& loss, const Parameters& leaves);

}  // namespace flow::core

#endif  // CORE_TRAIN_FLAT_GRADIENT_H_
