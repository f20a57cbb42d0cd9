#ifndef CORE_EVAL_MARGINAL_ERROR_H_
#define CORE_EVAL_MARGINAL_ERROR_H_

#include "core/eval/metric.h"

namespace flow::core {

/// How far the source points of the training's pairs are from the source: W2^2
/// between n of them and n fresh ones, exact. A coupling whose pairs have
/// another law than the source trains a flow from that law, which then starts
/// elsewhere: unbalanced, partial and weighted couplings do, a permutation
/// cannot.
///
/// The points are those of the pairs' first batches. Where pairs are weighted,
/// those of a batch are drawn anew in proportion to their weights, by
/// stratified resampling.
///
/// std_error: that of W2^2 (transport_cost.h). floor: W2^2 between the fresh
/// points and a second, independent draw. n: the number of points. Units: those
/// of the data, squared. Errors: those of PointCloud::Create and of the
/// batches; FailedPrecondition without a model or its pairs.
class MarginalError : public Metric {
 public:
  absl::string_view name() const override { return "marginal_error"; }
  absl::StatusOr<MetricValue> Evaluate(
      const Evaluation& evaluation,
      const MetricContext& context) const override;
};

}  // namespace flow::core

#endif  // CORE_EVAL_MARGINAL_ERROR_H_
