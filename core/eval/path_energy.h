#ifndef CORE_EVAL_PATH_ENERGY_H_
#define CORE_EVAL_PATH_ENERGY_H_

#include "core/eval/metric.h"

namespace flow::core {

/// The mean kinetic energy of the paths [Benamou00],
///
///     E = mean_n of the integral over t of |v(x_t, t)|^2,
///
/// with the integral as the transport computed it (Transported::path_energy_n).
/// Never below W2^2 between the source and the law that is reached, and equal
/// to it for dynamic optimal transport alone; a map that goes nowhere has E =
/// 0, so read it next to a distance. Units: those of the data, squared.
///
/// std_error: of the mean over points. No floor: two draws of the target have
/// no paths. n: the number of paths. Errors: those of ReadPerPoint.
class PathEnergy : public Metric {
 public:
  absl::string_view name() const override { return "path_energy"; }
  absl::StatusOr<MetricValue> Evaluate(
      const Evaluation& evaluation,
      const MetricContext& context) const override;
};

}  // namespace flow::core

#endif  // CORE_EVAL_PATH_ENERGY_H_
