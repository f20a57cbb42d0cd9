#include "core/eval/curvature.h"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <vector>

#include "ATen/TensorOperators.h"
#include "ATen/ops/empty.h"
#include "ATen/ops/zeros.h"
#include "absl/status/status.h"
#include "core/base/status_macros.h"
#include "core/eval/flow_model.h"
#include "core/eval/mean_value.h"
#include "core/eval/point_cloud.h"
#include "core/ode/by_class.h"
#include "core/ode/ode_transport.h"

namespace flow::core {
namespace {

constexpr int64_t kTimes = 32;
constexpr double kHalfStep = 1.0 / 128;  // of the difference
// Numbers of the points whose lines are kept at once, and rows of a shard.
constexpr int64_t kNumbers = 1 << 20, kRows = 512;

std::vector<double> Middles() {
  std::vector<double> times(kTimes);
  for (int64_t k = 0; k < kTimes; ++k) times[k] = (k + 0.5) / kTimes;
  return times;
}

// |x''|^2 / D of each row at one time, float64.
at::Tensor SquaredAcceleration(const VelocityField& field,
                               const at::Tensor& x_bd, double t) {
  const at::Tensor way_bd = kHalfStep * field.VelocityAt(x_bd, t);
  const at::Tensor change_bd = field.VelocityAt(x_bd + way_bd, t + kHalfStep) -
                               field.VelocityAt(x_bd - way_bd, t - kHalfStep);
  return (change_bd.to(at::kDouble) / (2 * kHalfStep)).square().mean(1);
}

// Of points that all follow one field.
absl::StatusOr<at::Tensor> MeanSquares(
    const std::shared_ptr<const DivergenceField>& field, const at::Tensor& x_nd,
    ThreadPool* pool) {
  FLOW_ASSIGN_OR_RETURN(
      const auto transport,
      OdeTransport::Create(field, Dopri5Options{{1e-5, 1e-5}}, pool));
  const std::vector<double> times = Middles();
  FLOW_ASSIGN_OR_RETURN(const Transported moved,
                        transport->Push(x_nd, {Direction::kForward, times}));
  const int64_t n = x_nd.size(0);
  const at::Tensor mean_n = at::zeros({n}, at::kDouble);
  pool->ParallelFor((n + kRows - 1) / kRows, [&](int64_t shard) {
    const int64_t begin = shard * kRows, rows = std::min(kRows, n - begin);
    for (int64_t k = 0; k < kTimes; ++k) {
      const at::Tensor x_bd =
          moved.trajectory_snd.select(0, k).narrow(0, begin, rows);
      mean_n.narrow(0, begin, rows)
          .add_(SquaredAcceleration(*field, x_bd, times[k]) / kTimes);
    }
  });
  return mean_n;
}

// In blocks, so that memory does not grow with the points.
absl::StatusOr<at::Tensor> InBlocks(
    const std::shared_ptr<const DivergenceField>& field, const at::Tensor& x_nd,
    ThreadPool* pool) {
  const int64_t n = x_nd.size(0);
  const int64_t block = std::max(kRows, kNumbers / x_nd.size(1));
  const at::Tensor mean_n = at::empty({n}, at::kDouble);
  for (int64_t begin = 0; begin < n; begin += block) {
    const int64_t rows = std::min(block, n - begin);
    FLOW_ASSIGN_OR_RETURN(
        const at::Tensor part_b,
        MeanSquares(field, x_nd.narrow(0, begin, rows), pool));
    mean_n.narrow(0, begin, rows).copy_(part_b);
  }
  return mean_n;
}

absl::StatusOr<at::Tensor> ByClass(const FieldsByClass& fields,
                                   const Evaluation& evaluation,
                                   ThreadPool* pool) {
  const at::Tensor& x_nd = evaluation.source_nd;
  if (fields.size() == 1) return InBlocks(fields[0], x_nd, pool);
  const at::Tensor mean_n = at::empty({x_nd.size(0)}, at::kDouble);
  FLOW_RETURN_IF_ERROR(ForEachClass(
      evaluation.generated_label_n,
      [&](int64_t label, const at::Tensor& row_m) -> absl::Status {
        FLOW_ASSIGN_OR_RETURN(
            const at::Tensor part_m,
            InBlocks(fields[label], x_nd.index_select(0, row_m), pool));
        mean_n.index_copy_(0, row_m, part_m);
        return absl::OkStatus();
      }));
  return mean_n;
}

}  // namespace

absl::StatusOr<MetricValue> Curvature::Evaluate(
    const Evaluation& evaluation, const MetricContext& context) const {
  FLOW_RETURN_IF_ERROR(
      PointCloud::Create("source", evaluation.source_nd).status());
  if (context.model == nullptr) {
    return absl::FailedPreconditionError(
        "the curvature of lines is asked of a flow, and there is none");
  }
  FLOW_ASSIGN_OR_RETURN(
      const at::Tensor mean_n,
      ByClass(context.model->fields[0], evaluation, context.pool));
  FLOW_ASSIGN_OR_RETURN(const std::vector<double> means,
                        ReadPerPoint("acceleration", mean_n));
  return MeanValue(means);
}

}  // namespace flow::core
