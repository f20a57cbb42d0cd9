#include "core/coupling/coupling.h"

#include <algorithm>
#include <vector>

#include "ATen/TensorOperators.h"

namespace flow::core {

double MeanSquaredDistance(const at::Tensor& x0_bd, const at::Tensor& x1_bd) {
  return (x1_bd - x0_bd).to(at::kDouble).square().sum(1).mean().item<double>();
}

double DistinctShare(const at::Tensor& rows_b) {
  const int64_t* first = rows_b.const_data_ptr<int64_t>();
  std::vector<int64_t> rows(first, first + rows_b.numel());
  std::sort(rows.begin(), rows.end());
  const auto distinct = std::unique(rows.begin(), rows.end()) - rows.begin();
  return static_cast<double>(distinct) / rows.size();
}

}  // namespace flow::core
