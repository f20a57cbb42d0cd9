#include "core/eval/bits_per_dim.h"

#include <cmath>
#include <numbers>
#include <vector>

#include "ATen/TensorOperators.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/eval/flow_model.h"
#include "core/eval/mean_value.h"
#include "core/eval/point_cloud.h"
#include "core/eval/target_points.h"
#include "core/ode/chain.h"

namespace flow::core {
namespace {

// What single precision may make of a level, as a share of their distance.
constexpr double kRounding = 0.01;

absl::Status CheckLevels(const at::Tensor& x_nd, int64_t levels) {
  const at::Tensor all = x_nd.contiguous();
  const float* const x = all.const_data_ptr<float>();
  const double last = static_cast<double>(levels - 1);
  for (int64_t i = 0; i < all.numel(); ++i) {
    const double level = (double{x[i]} + 1) / 2 * last;
    const double nearest = std::round(level);
    if (nearest >= 0 && nearest <= last &&
        std::abs(level - nearest) <= kRounding) {
      continue;
    }
    return absl::FailedPreconditionError(
        absl::StrCat("the value ", x[i], " of point ", i / all.size(1),
                     " is none of the ", levels, " grey levels from -1 to 1"));
  }
  return absl::OkStatus();
}

// Every value moves within its grey level.
at::Tensor Dequantised(const at::Tensor& x_nd, double delta, Seed seed) {
  at::Tensor moved_nd = x_nd.clone(at::MemoryFormat::Contiguous);
  float* x = moved_nd.mutable_data_ptr<float>();
  for (int64_t i = 0; i < moved_nd.size(0); ++i) {
    RowRandom random(seed, i);
    for (int64_t d = 0; d < moved_nd.size(1); ++d, ++x) {
      *x = static_cast<float>(*x + delta * (random.Uniform() - 0.5));
    }
  }
  return moved_nd;
}

}  // namespace

absl::StatusOr<MetricValue> BitsPerDim::Evaluate(
    const Evaluation& evaluation, const MetricContext& context) const {
  FLOW_ASSIGN_OR_RETURN(Points points,
                        TargetPoints(evaluation, options_.samples, context));
  FLOW_RETURN_IF_ERROR(CheckLevels(points.x_nd, options_.levels));
  const FlowModel& model = *context.model;
  const double delta = 2 / static_cast<double>(options_.levels - 1);
  const Seed seed = context.seed;
  points.x_nd = Dequantised(points.x_nd, delta, DeriveSeed(seed, "grey"));
  FLOW_ASSIGN_OR_RETURN(
      const LogLikelihoods found,
      LogLikelihoodOfChain(model.fields_back(), *model.source, model.solver,
                           {.probes = options_.probes}, points,
                           DeriveSeed(seed, "divergence"), context.pool));
  const double dims = static_cast<double>(points.x_nd.size(1));
  FLOW_ASSIGN_OR_RETURN(
      const std::vector<double> values,
      ReadPerPoint("log-density",
                   found.log_density_n / (-dims * std::numbers::ln2) -
                       std::log2(delta)));
  return MeanValue(values);
}

}  // namespace flow::core
