#ifndef CORE_NN_DROPOUT_H_
#define CORE_NN_DROPOUT_H_

#include <cstdint>

#include "ATen/core/Tensor.h"
#include "absl/strings/string_view.h"
#include "core/base/random.h"

namespace flow::core {

/// Which numbers the rows of a batch draw: row i those of row first_row + i of
/// the seed, so that a batch in shards drops what it drops as a whole. A
/// training has one seed, and rows of its own for every step.
struct DropoutRows {
  Seed seed = 0;
  int64_t first_row = 0;
  // int64 [1], added to first_row: the part of it that changes between two uses
  // of a recording (core/device); undefined: nothing
  at::Tensor rows_before = {};
};

/// `x` [B, ...] with each number set to zero with probability `share` < 1 and
/// the others divided by 1 - share. What is dropped depends on the seed, the
/// name of the layer, the row and the place in it, and not on the device of x.
/// Differentiable in x. On a GPU, libflow_cuda.so must be loaded.
at::Tensor Dropout(const at::Tensor& x, double share, const DropoutRows& rows,
                   absl::string_view layer);

}  // namespace flow::core

#endif  // CORE_NN_DROPOUT_H_
