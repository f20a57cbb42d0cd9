#ifndef CORE_EVAL_W2_H_
#define CORE_EVAL_W2_H_

#include "core/eval/metric.h"

namespace flow::core {

/// The 2-Wasserstein distance between the generated and the target points, both
/// of weight 1/n [Peyre19],
///
///     W2 = sqrt(min over permutations s of  sum_i |x_i - y_s(i)|^2 / n),
///
/// exact, with its square root: some tables print W2^2. Units: those of the
/// data.
///
/// std_error: that of W2^2 (transport_cost.h) over 2 W2, the delta method for
/// the root; empty where W2 = 0, which has no derivative. It leaves out the
/// bias of finite n, which the floor shows: W2 between the two draws of the
/// target, the score of a perfect model. A score well below the floor means
/// memorised points. n: the number of generated points.
///
/// Errors: those of ReadComparedClouds; InvalidArgument for unequal numbers of
/// points.
class W2 : public Metric {
 public:
  absl::string_view name() const override { return "w2"; }
  absl::StatusOr<MetricValue> Evaluate(
      const Evaluation& evaluation,
      const MetricContext& context) const override;
};

}  // namespace flow::core

#endif  // CORE_EVAL_W2_H_
