#ifndef CORE_EVAL_STRAIGHTNESS_H_
#define CORE_EVAL_STRAIGHTNESS_H_

#include "core/eval/metric.h"

namespace flow::core {

/// How far the paths are from straight lines at constant speed [Liu23],
/// per dimension:
///
///     S = mean_n of the integral over t of |v(x_t, t) - (x_1 - x_0)|^2, over
///     D,
///       = mean_n (path_energy_n - |x_1 - x_0|^2) / D.
///
/// The two lines are equal because the integral of v is x_1 - x_0: expand the
/// square. They are equal for the numbers that a Runge-Kutta solver computed,
/// too, up to rounding: its stages k_i with weights b_i, sum b_i = 1, and steps
/// h, sum h = 1, give
///
///     sum h b_i |k_i - (x_1 - x_0)|^2
///       = sum h b_i |k_i|^2 - 2 <sum h b_i k_i, x_1 - x_0> + |x_1 - x_0|^2,
///
/// and sum h b_i k_i = x_1 - x_0 is how the solver moved the point. So no path
/// has to be stored, provided the energy was summed with the solver's own
/// weights. With all b_i >= 0 (Euler, Heun, RK4) S cannot be negative; a
/// negative weight (Dormand-Prince 5 has one) can make it so for a crude step.
///
/// 0 means that one Euler step is exact. A mean over dimensions, where other
/// texts sum. Units: those of the data, squared.
///
/// std_error: of the mean over points. No floor: two draws of the target have
/// no paths. n: the number of paths.
///
/// Errors: those of PointCloud::Create and ReadPerPoint; InvalidArgument unless
/// source, generated and energies belong together.
class Straightness : public Metric {
 public:
  absl::string_view name() const override { return "straightness"; }
  absl::StatusOr<MetricValue> Evaluate(
      const Evaluation& evaluation,
      const MetricContext& context) const override;
};

}  // namespace flow::core

#endif  // CORE_EVAL_STRAIGHTNESS_H_
