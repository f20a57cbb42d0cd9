#include "core/coupling/semidiscrete_coupling.h"

#include <utility>

#include "ATen/TensorOperators.h"
#include "ATen/ops/arange.h"
#include "ATen/ops/empty.h"

namespace flow::core {
namespace {

// Steps of two batches that the quality is measured on.
constexpr int64_t kMeasuredRounds = 50;

absl::Span<const float> Values(const at::Tensor& x_nd) {
  return {x_nd.const_data_ptr<float>(), static_cast<size_t>(x_nd.numel())};
}

SquaredCosts CostsTo(const Points& points) {
  const at::Tensor x_nd = points.x_nd.contiguous();
  return SquaredCosts(Values(x_nd), x_nd.size(0), x_nd.size(1));
}

}  // namespace

SemidiscreteCoupling::SemidiscreteCoupling(WeightedTargets targets,
                                           double temperature)
    : points_(std::move(targets.points)),
      costs_(CostsTo(points_)),
      cells_(&costs_, std::move(targets.weights), temperature) {}

absl::StatusOr<Pairs> SemidiscreteCoupling::Couple(const Points& source,
                                                   const Points& target,
                                                   Seed seed) const {
  const at::Tensor x0 = source.x_nd.contiguous();
  const int64_t n = x0.size(0), dim = x0.size(1);
  Pairs pairs{at::arange(n, at::kLong), at::empty({n}, at::kLong)};
  std::vector<float> scratch;
  for (int64_t i = 0; i < n; ++i) {
    pairs.target_b.data_ptr<int64_t>()[i] =
        cells_.CellOf(x0.const_data_ptr<float>() + i * dim,
                      RowRandom(seed, i).Uniform(), &scratch);
  }
  pairs.report.cost =
      MeanSquaredDistance(x0, points_.x_nd.index_select(0, pairs.target_b));
  pairs.report.distinct_targets = DistinctShare(pairs.target_b);
  return pairs;
}

FittedTargets FitTargets(const Distribution& source, const Points& target,
                         const SemidiscreteOptions& options, Seed seed,
                         ThreadPool* pool) {
  const SquaredCosts costs = CostsTo(target);
  const auto draws = [&](Seed stream) {
    return [&source, &options, stream](int64_t step) {
      const at::Tensor x = source.Draw(options.batch, DeriveSeed(stream, step))
                               .x_nd.contiguous();
      const absl::Span<const float> values = Values(x);
      return std::vector<float>(values.begin(), values.end());
    };
  };
  FittedTargets fitted;
  fitted.targets.points = target;
  fitted.targets.weights =
      FitSemidiscrete(costs, options, draws(DeriveSeed(seed, "ascent")), pool);
  fitted.quality = MeasureSemidiscrete(
      costs,
      SemidiscreteCells(&costs, fitted.targets.weights, options.regularization),
      kMeasuredRounds, draws(DeriveSeed(seed, "measure")), pool);
  return fitted;
}

}  // namespace flow::core
