#ifndef CORE_EVAL_PRECISION_RECALL_H_
#define CORE_EVAL_PRECISION_RECALL_H_

/// Quality and variety, one at a time [Kynkaanniemi19]: with the balls of
/// neighbour_balls.h,
///
///     precision = the share of generated points in the balls of the target,
///     recall    = the share of target points in the balls of the generated.
///
/// Of the points themselves: images want features instead. In [0, 1], better
/// when higher, 1 only by luck: of a perfect model both are the floor on
/// average, the same share between the two draws of the target. The floor falls
/// with fewer neighbours, not much with n.
///
/// std_error: sqrt(p (1 - p) / (n - 1)), of the share given the balls; the
/// scatter of the balls is left out. n: the number of generated points.
///
/// Errors: those of ReadComparedClouds; InvalidArgument unless k >= 1 and every
/// set of balls has more than k points.

#include "core/eval/metric.h"
#include "core/eval/metric_options.h"

namespace flow::core {

class Precision : public Metric {
 public:
  explicit Precision(const PrecisionOptions& options) : options_(options) {}

  absl::string_view name() const override { return "precision"; }
  bool lower_is_better() const override { return false; }
  absl::StatusOr<MetricValue> Evaluate(
      const Evaluation& evaluation,
      const MetricContext& context) const override;

 private:
  PrecisionOptions options_;
};

class Recall : public Metric {
 public:
  explicit Recall(const RecallOptions& options) : options_(options) {}

  absl::string_view name() const override { return "recall"; }
  bool lower_is_better() const override { return false; }
  absl::StatusOr<MetricValue> Evaluate(
      const Evaluation& evaluation,
      const MetricContext& context) const override;

 private:
  RecallOptions options_;
};

}  // namespace flow::core

#endif  // CORE_EVAL_PRECISION_RECALL_H_
