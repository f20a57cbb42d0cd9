#ifndef CORE_EVAL_W1_H_
#define CORE_EVAL_W1_H_

#include "core/eval/metric.h"

namespace flow::core {

/// The 1-Wasserstein (earth mover's) distance between the generated and the
/// target points, both of weight 1/n [Peyre19],
///
///     W1 = min over permutations s of  sum_i |x_i - y_s(i)| / n,
///
/// exact, with the Euclidean distance. Units: those of the data.
///
/// std_error: from the dual potentials (transport_cost.h), without the bias of
/// finite n, which the floor shows: W1 between the two draws of the target, the
/// score of a perfect model. n: the number of generated points.
///
/// Errors: those of ReadComparedClouds; InvalidArgument for unequal numbers of
/// points.
class W1 : public Metric {
 public:
  absl::string_view name() const override { return "w1"; }
  absl::StatusOr<MetricValue> Evaluate(
      const Evaluation& evaluation,
      const MetricContext& context) const override;
};

}  // namespace flow::core

#endif  // CORE_EVAL_W1_H_
