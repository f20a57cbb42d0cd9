#ifndef CORE_EVAL_SLICED_W2_H_
#define CORE_EVAL_SLICED_W2_H_

#include "core/eval/metric.h"
#include "core/eval/metric_options.h"

namespace flow::core {

/// The sliced 2-Wasserstein distance [Bonneel15] between the generated and the
/// target points: over K directions,
///
///     SW2^2 = sum_k W2^2(<d_k, x>, <d_k, y>) / K,    SW2 its root,
///
/// each term by sorting, W2^2 = sum_i (x_(i) - y_(i))^2 / n. The d_k are
/// uniform on the sphere, from row k of the context's seed, and are those of
/// the floor too. Units: those of the data; SW2 <= W2 / sqrt(D) for many
/// directions.
///
/// std_error: a point's influence on SW2^2 is the mean over directions of its
/// one-dimensional dual potential, whose slope is twice the displacement,
/// u'(x) = 2 (x - T(x)) [Manole22]; the duals of a sample
/// admit the trapezoidal rule for it,
///
///     u_(i+1) - u_(i) = (x_(i+1) - x_(i)) (x_(i) + x_(i+1) - y_(i) - y_(i+1)),
///     v_(i) = (x_(i) - y_(i))^2 - u_(i).
///
/// Then as for W2: Var(SW2^2) = (Var u + Var v) / n, over 2 SW2 for the root;
/// empty where SW2 = 0. It is over draws of the points, the directions being
/// given. floor: SW2 between the two draws of the target. n: the generated
/// points.
///
/// Errors: those of ReadComparedClouds; InvalidArgument for unequal numbers of
/// points or no projection.
class SlicedW2 : public Metric {
 public:
  explicit SlicedW2(const SlicedW2Options& options) : options_(options) {}

  absl::string_view name() const override { return "sliced_w2"; }
  absl::StatusOr<MetricValue> Evaluate(
      const Evaluation& evaluation,
      const MetricContext& context) const override;

 private:
  SlicedW2Options options_;
};

}  // namespace flow::core

#endif  // CORE_EVAL_SLICED_W2_H_
