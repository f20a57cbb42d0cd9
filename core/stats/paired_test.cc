#include "core/stats/paired_test.h"

#include <cmath>

#include "core/base/check.h"
#include "core/stats/sample_moments.h"
#include "core/stats/student_t.h"

namespace flow::core {

std::optional<MeanBounds> BoundMean(absl::Span<const double> values,
                                    double confidence) {
  FLOW_CHECK(confidence > 0 && confidence < 1)
      << "a confidence inside (0, 1); got " << confidence;
  const std::optional<double> deviation = SampleDeviation(values);
  // a value that is not finite shows in the deviation
  if (!deviation.has_value() || !std::isfinite(*deviation)) return std::nullopt;
  const int n = static_cast<int>(values.size());
  const double mean = SampleMean(values);
  const double reach =
      StudentTQuantile(confidence, n - 1) * *deviation / std::sqrt(n);
  return MeanBounds{n, mean, *deviation, mean - reach, mean + reach};
}

}  // namespace flow::core
