#ifndef CORE_EVAL_MMD_H_
#define CORE_EVAL_MMD_H_

#include <utility>

#include "core/eval/metric.h"
#include "core/eval/metric_options.h"

namespace flow::core {

/// The squared maximum mean discrepancy [Gretton12] between the generated and
/// the target points, for a mixture of Gaussian kernels of standard deviations
/// b,
///
///     k(x, y) = mean_b exp(-|x - y|^2 / (2 b^2)).
///
/// The value is MMD^2, estimated without bias: it can be negative, and its root
/// would have no unbiased estimate. Dimensionless, at most 2.
///
/// Without bandwidths given, b is the median distance of the target times 1/4,
/// 1/2, 1, 2 and 4; the median is that of MedianDistance, over all pairs of
/// `target_nd`. A number with default bandwidths is comparable between models
/// on one target, not between targets.
///
/// std_error and floor as in kernel_discrepancy.h, both for the bandwidths of
/// this evaluation; n counts the generated points. O(n^2) time.
///
/// Errors: those of ReadComparedClouds; InvalidArgument for a bandwidth that is
/// not positive and finite; FailedPrecondition when the median distance is 0.
class Mmd : public Metric {
 public:
  explicit Mmd(MmdOptions options) : options_(std::move(options)) {}

  absl::string_view name() const override { return "mmd"; }
  absl::StatusOr<MetricValue> Evaluate(
      const Evaluation& evaluation,
      const MetricContext& context) const override;

 private:
  MmdOptions options_;
};

}  // namespace flow::core

#endif  // CORE_EVAL_MMD_H_
