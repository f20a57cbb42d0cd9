#ifndef CORE_EVAL_MEAN_VALUE_H_
#define CORE_EVAL_MEAN_VALUE_H_

/// Means over points, and the standard errors that go with them.

#include "absl/types/span.h"
#include "core/eval/metric.h"

namespace flow::core {

/// The square of the standard error of the mean of n >= 2 independent values:
/// sum_i (v_i - mean)^2 / ((n - 1) n).
double VarianceOfMean(absl::Span<const double> values);

/// The mean of n >= 2 independent values as a metric: with its standard error,
/// without a floor.
MetricValue MeanValue(absl::Span<const double> values);

}  // namespace flow::core

#endif  // CORE_EVAL_MEAN_VALUE_H_
