#include "core/eval/sliced_w2.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/eval/line_transport.h"
#include "core/eval/mean_value.h"
#include "core/eval/point_cloud.h"

namespace flow::core {
namespace {

// Sums over directions. Potentials are kept for each group of directions, so
// this many at most, whatever the number of directions.
constexpr int64_t kMaxShards = 16;

std::vector<double> UniformDirection(Seed seed, int64_t k, int64_t dim) {
  RowRandom random(seed, k);
  std::vector<double> direction(dim);
  double squares = 0;
  for (double& coordinate : direction) {
    coordinate = random.Normal();
    squares += coordinate * coordinate;
  }
  for (double& coordinate : direction) coordinate /= std::sqrt(squares);
  return direction;
}

std::vector<double> Project(const PointCloud& cloud,
                            const std::vector<double>& direction) {
  std::vector<double> projection(cloud.size(), 0.0);
  for (int64_t i = 0; i < cloud.size(); ++i) {
    const absl::Span<const float> x = cloud.row(i);
    for (size_t d = 0; d < x.size(); ++d) projection[i] += direction[d] * x[d];
  }
  return projection;
}

void Add(const LineTransport& term, LineTransport& sum) {
  sum.mean_cost += term.mean_cost;
  for (size_t i = 0; i < sum.potential_x.size(); ++i) {
    sum.potential_x[i] += term.potential_x[i];
    sum.potential_y[i] += term.potential_y[i];
  }
}

// The mean over directions of the cost and of every point's potential.
LineTransport MeanOverDirections(const PointCloud& x, const PointCloud& y,
                                 int64_t projections,
                                 const MetricContext& context) {
  const std::vector<double> zeros(x.size(), 0.0);
  const int64_t shards = std::min(projections, kMaxShards);
  std::vector<LineTransport> sums(shards, {0, zeros, zeros});
  context.pool->ParallelFor(shards, [&](int64_t shard) {
    for (int64_t k = shard; k < projections; k += shards) {
      const auto direction = UniformDirection(context.seed, k, x.dim());
      Add(TransportOnLine(Project(x, direction), Project(y, direction)),
          sums[shard]);
    }
  });
  for (int64_t shard = 1; shard < shards; ++shard) Add(sums[shard], sums[0]);
  LineTransport mean = std::move(sums[0]);
  mean.mean_cost /= projections;
  for (double& u : mean.potential_x) u /= projections;
  for (double& v : mean.potential_y) v /= projections;
  return mean;
}

}  // namespace

absl::StatusOr<MetricValue> SlicedW2::Evaluate(
    const Evaluation& evaluation, const MetricContext& context) const {
  if (options_.projections < 1) {
    return absl::InvalidArgumentError(
        absl::StrCat("'projections' must be >= 1; got ", options_.projections));
  }
  FLOW_ASSIGN_OR_RETURN(const ComparedClouds clouds,
                        ReadComparedClouds(evaluation));
  FLOW_RETURN_IF_ERROR(CheckEqualSizes(clouds));
  const LineTransport mean = MeanOverDirections(clouds.generated, clouds.target,
                                                options_.projections, context);
  MetricValue result;
  result.value = std::sqrt(mean.mean_cost);
  if (result.value > 0) {
    const double variance =
        VarianceOfMean(mean.potential_x) + VarianceOfMean(mean.potential_y);
    result.std_error = std::sqrt(variance) / (2 * result.value);
  }
  result.n = clouds.generated.size();
  if (clouds.second_target) {
    result.floor =
        std::sqrt(MeanOverDirections(clouds.target, *clouds.second_target,
                                     options_.projections, context)
                      .mean_cost);
  }
  return result;
}

}  // namespace flow::core
