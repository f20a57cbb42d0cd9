#ifndef CORE_NN_DRAWN_VALUES_H_
#define CORE_NN_DRAWN_VALUES_H_

#include <cstdint>

#include "ATen/core/Tensor.h"
#include "absl/functional/function_ref.h"
#include "core/base/random.h"

namespace flow::core {

/// A float32 tensor of this shape whose element i is `value_of` a number that
/// is uniform on [0, 1), from row i of `seed`: how trainable weights start.
at::Tensor DrawnValues(Seed seed, at::IntArrayRef shape,
                       absl::FunctionRef<double(double u)> value_of);

/// Uniform on (-bound, bound).
at::Tensor UniformStart(Seed seed, at::IntArrayRef shape, double bound);

/// Uniform on (-1 / sqrt(inputs), 1 / sqrt(inputs)), as PyTorch's linear layers
/// of so many inputs start.
at::Tensor LinearStart(Seed seed, at::IntArrayRef shape, int64_t inputs);

}  // namespace flow::core

#endif  // CORE_NN_DRAWN_VALUES_H_
