#include "core/coupling/minibatch_ot.h"

#include "ATen/ops/arange.h"
#include "ATen/ops/empty.h"
#include "absl/types/span.h"
#include "core/base/status_macros.h"
#include "core/ot/assignment.h"

namespace flow::core {
namespace {

absl::Span<const float> Values(const at::Tensor& x_nd) {
  return {x_nd.const_data_ptr<float>(), static_cast<size_t>(x_nd.numel())};
}

// B rows drawn with replacement; row i from (seed, i).
at::Tensor DrawRows(int64_t n, Seed seed) {
  at::Tensor rows = at::empty({n}, at::kLong);
  for (int64_t i = 0; i < n; ++i) {
    rows.data_ptr<int64_t>()[i] = RowRandom(seed, i).UniformInt(n);
  }
  return rows;
}

}  // namespace

absl::StatusOr<Pairs> MinibatchOt::Couple(const Points& source,
                                          const Points& target,
                                          Seed seed) const {
  const int64_t n = source.x_nd.size(0), dim = source.x_nd.size(1);
  const at::Tensor x0 = source.x_nd.contiguous();
  const at::Tensor x1 = target.x_nd.contiguous();
  FLOW_ASSIGN_OR_RETURN(const Assignment plan,
                        SolvePointAssignment(Values(x0), Values(x1), n, dim,
                                             GroundCost::kSquaredEuclidean));
  at::Tensor partner = at::empty({n}, at::kLong);
  for (int64_t i = 0; i < n; ++i) {
    partner.data_ptr<int64_t>()[i] = plan.column_of_row[i];
  }
  Pairs pairs{at::arange(n, at::kLong), partner, plan.cost / n,
              plan.duality_gap / n};
  if (pairing_ == Pairing::kResample) {
    pairs.source_b = DrawRows(n, seed);
    pairs.target_b = partner.index_select(0, pairs.source_b);
  }
  return pairs;
}

}  // namespace flow::core
