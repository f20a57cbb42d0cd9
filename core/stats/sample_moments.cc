#include "core/stats/sample_moments.h"

#include <algorithm>
#include <cmath>

#include "core/base/check.h"

namespace flow::core {

double SampleMean(absl::Span<const double> sample) {
  FLOW_CHECK(!sample.empty()) << "the mean of no values";
  // deviations from the first value: equal values have exactly their own mean
  double sum = 0;
  for (const double value : sample) sum += value - sample[0];
  return sample[0] + sum / sample.size();
}

std::optional<double> SampleDeviation(absl::Span<const double> sample) {
  if (sample.size() < 2) return std::nullopt;
  const double mean = SampleMean(sample);
  double squares = 0;
  for (const double value : sample) squares += (value - mean) * (value - mean);
  return std::sqrt(squares / (sample.size() - 1));
}

}  // namespace flow::core
