#include "core/train/equal_pairs.h"

#include <utility>
#include <vector>

#include "ATen/ops/concat.h"
#include "ATen/ops/empty.h"
#include "core/base/status_macros.h"

namespace flow::core {
namespace {

// Row i of the result is the row in whose share of the weights a point lies
// that is uniform on the i-th of equal parts.
at::Tensor ProportionalRows(const at::Tensor& weight_b, Seed seed) {
  const at::Tensor weights = weight_b.to(at::kDouble).contiguous();
  const double* weight = weights.const_data_ptr<double>();
  const int64_t rows = weights.size(0);
  const double step = weights.sum().item<double>() / rows;
  const at::Tensor row_b = at::empty({rows}, at::kLong);
  int64_t row = 0;
  double end = weight[0];  // of the share of `row`
  for (int64_t i = 0; i < rows; ++i) {
    const double point = (i + RowRandom(seed, i).Uniform()) * step;
    while (end <= point && row + 1 < rows) end += weight[++row];
    row_b.data_ptr<int64_t>()[i] = row;
  }
  return row_b;
}

}  // namespace

absl::StatusOr<Batch> EqualPairs(const Batches& pairs, int64_t n, Seed seed) {
  std::vector<at::Tensor> x0, x1;
  int64_t have = 0;
  for (int64_t step = 0; have < n;) {
    FLOW_ASSIGN_OR_RETURN(const Stretch stretch, pairs.GetStretch(step));
    Batch rows = stretch.rows;
    if (rows.weight_b.defined()) {
      const at::Tensor row_b =
          ProportionalRows(rows.weight_b, DeriveSeed(seed, step));
      rows.x0_bd = rows.x0_bd.index_select(0, row_b);
      rows.x1_bd = rows.x1_bd.index_select(0, row_b);
    }
    step += stretch.steps;
    have += rows.x0_bd.size(0);
    x0.push_back(std::move(rows.x0_bd));
    x1.push_back(std::move(rows.x1_bd));
  }
  return Batch{.x0_bd = at::concat(x0).narrow(0, 0, n),
               .x1_bd = at::concat(x1).narrow(0, 0, n)};
}

}  // namespace flow::core
