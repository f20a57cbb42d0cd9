#include "core/tensor/padded_rows.h"

#include <algorithm>
#include <vector>

#include "ATen/ops/concat.h"

namespace flow::core {

at::Tensor PaddedRows(const at::Tensor& x, int64_t first, int64_t rows) {
  const int64_t own = std::min(rows, x.size(0) - first);
  const at::Tensor there = x.narrow(0, first, own);
  if (own == rows) return there;
  std::vector<int64_t> shape = x.sizes().vec();
  shape[0] = rows - own;
  return at::concat({there, there.narrow(0, own - 1, 1).expand(shape)});
}

}  // namespace flow::core
