#include "core/eval/straightness.h"

#include <cstdint>
#include <vector>

#include "core/base/status_macros.h"
#include "core/eval/mean_value.h"
#include "core/eval/point_cloud.h"

namespace flow::core {

absl::StatusOr<MetricValue> Straightness::Evaluate(
    const Evaluation& evaluation, const MetricContext& context) const {
  FLOW_ASSIGN_OR_RETURN(const PointCloud start,
                        PointCloud::Create("source", evaluation.source_nd));
  FLOW_ASSIGN_OR_RETURN(
      const PointCloud end,
      PointCloud::Create("generated", evaluation.generated_nd));
  FLOW_RETURN_IF_ERROR(CheckSameShape("generated", end, "source", start));
  FLOW_ASSIGN_OR_RETURN(std::vector<double> bend,
                        ReadPerPoint("path_energy", evaluation.path_energy_n));
  FLOW_RETURN_IF_ERROR(CheckOnePerPoint("path_energy", bend, start));
  for (int64_t i = 0; i < start.size(); ++i) {
    bend[i] -= SquaredDistance(start.row(i), end.row(i));
    bend[i] /= static_cast<double>(start.dim());
  }
  return MeanValue(bend);
}

}  // namespace flow::core
