#ifndef CORE_EVAL_FEATURES_SUBSET_KID_H_
#define CORE_EVAL_FEATURES_SUBSET_KID_H_

#include "core/eval/metric.h"
#include "core/eval/metric_options.h"

namespace flow::core {

/// The kernel inception distance as published [Binkowski18, Sec. 4]: the
/// squared maximum mean discrepancy without bias, with the kernel
///
///     k(x, y) = (<x, y> / F + 1)^3,
///
/// of S subsets of m generated and of m target points,
///
///     sum_{i != j} (k(x_i, x_j) + k(y_i, y_j)) / (m (m - 1))
///       - 2 sum_ij k(x_i, y_j) / m^2,
///
/// and the mean of it. Negative about half of the time where the laws agree.
/// Subset s is drawn without replacement, on both sides for itself, by the
/// seeds
/// ("kid", "generated", s) and ("kid", "target", s) under that of the context.
/// core/eval/kid.h has the statistic of all pairs at once, which estimates the
/// same and scatters less; subsets cost the same for any number of points.
///
/// std_error: of the mean over draws of the points. With f = m / n for the
/// lesser n of the two sides and a deviation sd over subsets,
///
///     sd sqrt(f / (1 - f) + 1 / S).
///
/// Subsets of one set share points, so that sd^2 is a subset's variance V times
/// 1 - f only, and the mean cannot scatter less than the whole set does: V f,
/// to first order in 1 / m. Where the laws agree, the first order vanishes and
/// the error is too large. Empty for f = 1. The +- of published tables is sd,
/// which is neither. floor: the same mean between the two draws of the target.
/// n: the generated points.
///
/// Subsets are the shards of the pool, so the bits do not depend on its
/// threads. Errors: those of ReadFeatures; InvalidArgument for options out of
/// range.
class SubsetKid : public Metric {
 public:
  explicit SubsetKid(const KidSubsets& subsets) : subsets_(subsets) {}

  absl::string_view name() const override { return "kid"; }
  absl::StatusOr<MetricValue> Evaluate(
      const Evaluation& evaluation,
      const MetricContext& context) const override;

 private:
  KidSubsets subsets_;
};

}  // namespace flow::core

#endif  // CORE_EVAL_FEATURES_SUBSET_KID_H_
