#include "core/eval/path_energy.h"

#include <vector>

#include "core/base/status_macros.h"
#include "core/eval/mean_value.h"
#include "core/eval/point_cloud.h"

namespace flow::core {

absl::StatusOr<MetricValue> PathEnergy::Evaluate(
    const Evaluation& evaluation, const MetricContext& context) const {
  FLOW_ASSIGN_OR_RETURN(const std::vector<double> energies,
                        ReadPerPoint("path_energy", evaluation.path_energy_n));
  return MeanValue(energies);
}

}  // namespace flow::core
