#include "core/eval/kid.h"

#include <cstdint>
#include <vector>

#include "core/base/status_macros.h"
#include "core/eval/cubic_kernel.h"
#include "core/eval/kernel_discrepancy.h"
#include "core/eval/point_cloud.h"

namespace flow::core {

absl::StatusOr<MetricValue> Kid::Evaluate(const Evaluation& evaluation,
                                          const MetricContext& context) const {
  FLOW_ASSIGN_OR_RETURN(const ComparedClouds clouds,
                        ReadComparedClouds(evaluation));
  const auto rows = [&](const PointCloud& x, const PointCloud& y) {
    return CubicKernelRowSums(x, y, context.pool);
  };
  const auto diagonal = [](const PointCloud& x) {
    std::vector<double> values(x.size());
    for (int64_t i = 0; i < x.size(); ++i) {
      values[i] = CubicKernel(x.row(i), x.row(i));
    }
    return values;
  };
  return KernelDiscrepancy(clouds, {rows, diagonal});
}

}  // namespace flow::core
