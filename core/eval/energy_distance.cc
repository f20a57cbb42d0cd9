#include "core/eval/energy_distance.h"

#include <cmath>

#include "core/base/status_macros.h"
#include "core/eval/kernel_discrepancy.h"

namespace flow::core {
namespace {

void NegativeDistance(absl::Span<float> squared) {
  for (float& value : squared) value = -std::sqrt(value);
}

}  // namespace

absl::StatusOr<MetricValue> EnergyDistance::Evaluate(
    const Evaluation& evaluation, const MetricContext& context) const {
  FLOW_ASSIGN_OR_RETURN(const ComparedClouds clouds,
                        ReadComparedClouds(evaluation));
  return KernelDiscrepancy(clouds, NegativeDistance, context.pool);
}

}  // namespace flow::core
