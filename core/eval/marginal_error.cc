#include "core/eval/marginal_error.h"

#include <cmath>
#include <cstdint>
#include <vector>

#include "ATen/ops/concat.h"
#include "ATen/ops/empty.h"
#include "absl/status/status.h"
#include "core/base/status_macros.h"
#include "core/eval/flow_model.h"
#include "core/eval/point_cloud.h"
#include "core/eval/transport_cost.h"

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

// float32 [N, D].
absl::StatusOr<at::Tensor> PairedSource(const Batches& pairs, int64_t n,
                                        Seed seed) {
  std::vector<at::Tensor> parts;
  int64_t have = 0;
  for (int64_t step = 0; have < n;) {
    FLOW_ASSIGN_OR_RETURN(const Stretch stretch, pairs.GetStretch(step));
    at::Tensor x0_bd = stretch.rows.x0_bd;
    if (stretch.rows.weight_b.defined()) {
      x0_bd = x0_bd.index_select(
          0, ProportionalRows(stretch.rows.weight_b, DeriveSeed(seed, step)));
    }
    step += stretch.steps;
    have += x0_bd.size(0);
    parts.push_back(std::move(x0_bd));
  }
  return at::concat(parts).narrow(0, 0, n);
}

}  // namespace

absl::StatusOr<MetricValue> MarginalError::Evaluate(
    const Evaluation& evaluation, const MetricContext& context) const {
  FLOW_ASSIGN_OR_RETURN(PointCloud fresh,
                        PointCloud::Create("source", evaluation.source_nd));
  const FlowModel* model = context.model;
  if (model == nullptr || model->pairs == nullptr) {
    return absl::FailedPreconditionError(
        "an error of the pairs is asked of a flow that was trained on pairs, "
        "and there is none");
  }
  const int64_t n = fresh.size();
  FLOW_ASSIGN_OR_RETURN(
      const at::Tensor paired_nd,
      PairedSource(*model->pairs, n, DeriveSeed(context.seed, "weights")));
  FLOW_ASSIGN_OR_RETURN(PointCloud paired,
                        PointCloud::Create("paired source", paired_nd));
  FLOW_ASSIGN_OR_RETURN(
      PointCloud second,
      PointCloud::Create(
          "second source",
          model->source->Draw(n, DeriveSeed(context.seed, "source")).x_nd));
  FLOW_ASSIGN_OR_RETURN(
      const TransportCosts costs,
      CompareByTransport(
          {std::move(paired), std::move(fresh), std::move(second)},
          GroundCost::kSquaredEuclidean, context.pool));
  MetricValue result;
  result.value = costs.generated.mean_cost;
  result.std_error = std::sqrt(costs.generated.variance);
  result.n = n;
  if (costs.floor) result.floor = costs.floor->mean_cost;
  return result;
}

}  // namespace flow::core
