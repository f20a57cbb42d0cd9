#ifndef CORE_KERNELS_MLP_LAYOUT_H_
#define CORE_KERNELS_MLP_LAYOUT_H_

#include <cstdint>
#include <vector>

#include "core/nn/network_options.h"

namespace flow::core {

/// One linear layer in a flat array of parameters: the weight [out, in], row by
/// row, and behind it the bias [out].
struct LayerLayout {
  int64_t in = 0, out = 0;
  int64_t weight = 0, bias = 0;  // offsets of the first number
};

/// Where the parameters of an MLP lie when they are put behind one another in
/// the order of Network::Initialize.
struct MlpLayout {
  std::vector<LayerLayout> layers;
  int64_t parameters = 0;  // numbers in all

  explicit MlpLayout(const MlpOptions& options);
};

/// The distance in memory of two rows of `columns` numbers: whole cache lines,
/// an odd number of them, so that a column's numbers do not compete for the
/// same few places of the cache.
int64_t RowStride(int64_t columns);

}  // namespace flow::core

#endif  // CORE_KERNELS_MLP_LAYOUT_H_
