#include "core/eval/mean_value.h"

#include <cmath>
#include <cstdint>
#include <optional>

#include "core/base/check.h"
#include "core/stats/sample_moments.h"

namespace flow::core {

double VarianceOfMean(absl::Span<const double> values) {
  const std::optional<double> deviation = SampleDeviation(values);
  FLOW_CHECK(deviation.has_value()) << "needs two values";
  return *deviation * *deviation / static_cast<double>(values.size());
}

MetricValue MeanValue(absl::Span<const double> values) {
  MetricValue mean;
  mean.value = SampleMean(values);
  mean.std_error = std::sqrt(VarianceOfMean(values));
  mean.n = static_cast<int64_t>(values.size());
  return mean;
}

}  // namespace flow::core
