#ifndef CORE_EVAL_NFE_H_
#define CORE_EVAL_NFE_H_

#include "core/eval/metric.h"

namespace flow::core {

/// The mean number of evaluations of the velocity field that a point's path
/// took (Transported::evaluations_n): a point's own count, rejected steps
/// included, so it does not depend on the batch that the point travelled in.
///
/// std_error: of the mean over points, 0 for a solver of fixed steps. No floor.
/// n: the number of paths. Errors: those of ReadPerPoint.
class Nfe : public Metric {
 public:
  absl::string_view name() const override { return "nfe"; }
  absl::StatusOr<MetricValue> Evaluate(
      const Evaluation& evaluation,
      const MetricContext& context) const override;
};

}  // namespace flow::core

#endif  // CORE_EVAL_NFE_H_
