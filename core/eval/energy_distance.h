#ifndef CORE_EVAL_ENERGY_DISTANCE_H_
#define CORE_EVAL_ENERGY_DISTANCE_H_

#include "core/eval/metric.h"

namespace flow::core {

/// The energy distance between the generated points x and the target points y,
///
///     2 E|X - Y| - E|X - X'| - E|Y - Y'|,    [Szekely13]
///
/// without bias, hence possibly negative. Nothing to tune, and zero only for
/// equal laws. (Some texts call its square root the energy distance.)
/// Units: those of the data.
///
/// std_error and floor as in kernel_discrepancy.h, for the kernel -|x - y|. The
/// numbers of points may differ; n counts the generated ones. O(n^2) time.
/// Errors: those of ReadComparedClouds.
class EnergyDistance : public Metric {
 public:
  absl::string_view name() const override { return "energy_distance"; }
  absl::StatusOr<MetricValue> Evaluate(
      const Evaluation& evaluation,
      const MetricContext& context) const override;
};

}  // namespace flow::core

#endif  // CORE_EVAL_ENERGY_DISTANCE_H_
