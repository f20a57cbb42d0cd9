#include "core/eval/mmd.h"

#include <cmath>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/eval/gaussian_mixture_kernel.h"
#include "core/eval/kernel_discrepancy.h"
#include "core/eval/median_distance.h"

namespace flow::core {
namespace {

absl::StatusOr<std::vector<double>> Bandwidths(const MmdOptions& options,
                                               const PointCloud& target,
                                               ThreadPool* pool) {
  for (const double b : options.bandwidths) {
    if (!(b > 0 && std::isfinite(b))) {
      return absl::InvalidArgumentError(
          absl::StrCat("'bandwidths' must be > 0; got ", b));
    }
  }
  if (!options.bandwidths.empty()) return options.bandwidths;
  const double median = MedianDistance(target, pool);
  if (median == 0) {
    return absl::FailedPreconditionError(
        "the median distance of the target is 0: most of its points are one "
        "point, so 'bandwidths' of mmd must be given");
  }
  return std::vector<double>{median / 4, median / 2, median, median * 2,
                             median * 4};
}

}  // namespace

absl::StatusOr<MetricValue> Mmd::Evaluate(const Evaluation& evaluation,
                                          const MetricContext& context) const {
  FLOW_ASSIGN_OR_RETURN(const ComparedClouds clouds,
                        ReadComparedClouds(evaluation));
  FLOW_ASSIGN_OR_RETURN(const std::vector<double> bandwidths,
                        Bandwidths(options_, clouds.target, context.pool));
  return KernelDiscrepancy(clouds, GaussianMixtureKernel(bandwidths),
                           context.pool);
}

}  // namespace flow::core
