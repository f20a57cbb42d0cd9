#ifndef FLOWLANG_CHECK_METRIC_RANGE_H_
#define FLOWLANG_CHECK_METRIC_RANGE_H_

#include <limits>

#include "absl/strings/string_view.h"

namespace flow::lang {

/// The values that a metric can have.
struct MetricRange {
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
};

/// By the metric's name; without bounds for a name that is none. Unbiased
/// estimates of squares have no lower bound.
MetricRange RangeOfMetric(absl::string_view name);

}  // namespace flow::lang

#endif  // FLOWLANG_CHECK_METRIC_RANGE_H_
