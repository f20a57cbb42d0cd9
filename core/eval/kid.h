#ifndef CORE_EVAL_KID_H_
#define CORE_EVAL_KID_H_

#include "core/eval/metric.h"

namespace flow::core {

/// The squared maximum mean discrepancy with the cubic kernel of cubic_kernel.h
/// [Binkowski18], of the points themselves as features. Unbiased, so that it
/// can be negative, and over all points at once, where others average over
/// subsets. It sees the first three moments alone: a law that shares those with
/// the target scores 0.
///
/// std_error, floor and n as in kernel_discrepancy.h. Its unit is that of the
/// kernel, in which every power of the data up to the sixth occurs: it changes
/// with the scale of the data. Errors: those of ReadComparedClouds.
class Kid : public Metric {
 public:
  absl::string_view name() const override { return "kid"; }
  absl::StatusOr<MetricValue> Evaluate(
      const Evaluation& evaluation,
      const MetricContext& context) const override;
};

}  // namespace flow::core

#endif  // CORE_EVAL_KID_H_
