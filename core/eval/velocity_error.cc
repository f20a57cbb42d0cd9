#include "core/eval/velocity_error.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "ATen/TensorOperators.h"
#include "ATen/ops/empty.h"
#include "absl/status/status.h"
#include "core/base/status_macros.h"
#include "core/eval/flow_model.h"
#include "core/eval/mean_value.h"
#include "core/eval/point_cloud.h"
#include "core/tensor/random_tensor.h"

namespace flow::core {
namespace {

// Rows that the fields are asked at once, so that memory does not grow with n.
constexpr int64_t kRows = 512;

struct Query {
  at::Tensor x_nd, t_n;  // float32
};

Query DrawQuery(const Evaluation& evaluation, const ConditionalPath& path,
                Seed seed) {
  const int64_t n = evaluation.source_nd.size(0);
  const int64_t dim = evaluation.source_nd.size(1);
  const at::Tensor t_n = UniformTensor(DeriveSeed(seed, "time"), n);
  at::Tensor noise_nd;
  if (path.uses_noise()) {
    noise_nd = NormalTensor(DeriveSeed(seed, "noise"), n, dim).to(at::kDouble);
  }
  const PathPoint at = path.At(evaluation.source_nd.to(at::kDouble),
                               evaluation.target_nd.to(at::kDouble),
                               t_n.to(at::kDouble), noise_nd);
  return {at.x_bd.to(at::kFloat), t_n};
}

// |v - v*|^2 / D of each row, float64.
at::Tensor Errors(const FlowModel& model, const Query& query,
                  ThreadPool* pool) {
  const int64_t n = query.t_n.size(0);
  const at::Tensor error_n = at::empty({n}, at::kDouble);
  pool->ParallelFor((n + kRows - 1) / kRows, [&](int64_t shard) {
    const int64_t begin = shard * kRows, rows = std::min(kRows, n - begin);
    const at::Tensor x_bd = query.x_nd.narrow(0, begin, rows);
    const at::Tensor t_b = query.t_n.narrow(0, begin, rows);
    const at::Tensor exact_bd =
        model.exact.velocity->Velocity(x_bd.to(at::kDouble), t_b);
    const at::Tensor learnt_bd = model.fields[0][0]->Velocity(x_bd, t_b);
    error_n.narrow(0, begin, rows)
        .copy_((learnt_bd.to(at::kDouble) - exact_bd).square().mean(1));
  });
  return error_n;
}

}  // namespace

absl::StatusOr<MetricValue> VelocityError::Evaluate(
    const Evaluation& evaluation, const MetricContext& context) const {
  FLOW_ASSIGN_OR_RETURN(const PointCloud source,
                        PointCloud::Create("source", evaluation.source_nd));
  FLOW_ASSIGN_OR_RETURN(const PointCloud target,
                        PointCloud::Create("target", evaluation.target_nd));
  FLOW_RETURN_IF_ERROR(CheckSameShape("target", target, "source", source));
  if (context.model == nullptr || context.model->exact.velocity == nullptr) {
    return absl::FailedPreconditionError(
        "the error of a velocity is asked of a flow whose velocity is known in "
        "closed form, and there is none");
  }
  const Query query =
      DrawQuery(evaluation, *context.model->exact.path, context.seed);
  FLOW_ASSIGN_OR_RETURN(
      const std::vector<double> errors,
      ReadPerPoint("velocity error",
                   Errors(*context.model, query, context.pool)));
  return MeanValue(errors);
}

}  // namespace flow::core
