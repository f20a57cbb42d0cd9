#ifndef CORE_STATS_SAMPLE_MOMENTS_H_
#define CORE_STATS_SAMPLE_MOMENTS_H_

#include <optional>

#include "absl/types/span.h"

namespace flow::core {

/// The arithmetic mean. Needs at least one value.
double SampleMean(absl::Span<const double> sample);

/// The unbiased sample standard deviation (division by n - 1); absent for fewer
/// than two values.
std::optional<double> SampleDeviation(absl::Span<const double> sample);

}  // namespace flow::core

#endif  // CORE_STATS_SAMPLE_MOMENTS_H_
