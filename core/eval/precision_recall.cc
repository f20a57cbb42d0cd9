#include "core/eval/precision_recall.h"

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/eval/mean_value.h"
#include "core/eval/neighbour_balls.h"
#include "core/eval/point_cloud.h"
#include "core/stats/sample_moments.h"

namespace flow::core {
namespace {

absl::Status CheckNeighbours(int64_t k, const PointCloud& cloud) {
  if (1 <= k && k < cloud.size()) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("'k' must be >= 1 and less than the number of points, ",
                   cloud.size(), "; got ", k));
}

// The share of `x` near `set`, with its error.
absl::StatusOr<MetricValue> ShareNear(const PointCloud& x,
                                      const PointCloud& set, int64_t k,
                                      ThreadPool* pool) {
  FLOW_RETURN_IF_ERROR(CheckNeighbours(k, set));
  return MeanValue(NeighbourBalls(set, k, pool).Contain(x, pool));
}

}  // namespace

absl::StatusOr<MetricValue> Precision::Evaluate(
    const Evaluation& evaluation, const MetricContext& context) const {
  FLOW_ASSIGN_OR_RETURN(const ComparedClouds clouds,
                        ReadComparedClouds(evaluation));
  FLOW_RETURN_IF_ERROR(CheckNeighbours(options_.k, clouds.target));
  const NeighbourBalls balls(clouds.target, options_.k, context.pool);
  MetricValue share = MeanValue(balls.Contain(clouds.generated, context.pool));
  if (clouds.second_target) {
    share.floor =
        SampleMean(balls.Contain(*clouds.second_target, context.pool));
  }
  return share;
}

absl::StatusOr<MetricValue> Recall::Evaluate(
    const Evaluation& evaluation, const MetricContext& context) const {
  FLOW_ASSIGN_OR_RETURN(const ComparedClouds clouds,
                        ReadComparedClouds(evaluation));
  FLOW_ASSIGN_OR_RETURN(
      MetricValue share,
      ShareNear(clouds.target, clouds.generated, options_.k, context.pool));
  share.n = clouds.generated.size();
  if (clouds.second_target) {
    FLOW_ASSIGN_OR_RETURN(const MetricValue floor,
                          ShareNear(clouds.target, *clouds.second_target,
                                    options_.k, context.pool));
    share.floor = floor.value;
  }
  return share;
}

}  // namespace flow::core
