#ifndef CORE_STATS_PAIRED_TEST_H_
#define CORE_STATS_PAIRED_TEST_H_

/// What decides a claim about a mean over seeds: one-sided bounds from
/// Student's t,
///
///     mean -+ t_{n-1}(confidence) s / sqrt(n).
///
/// Of normal values the bounds hold with exactly the stated probability for any
/// n >= 2, where a bootstrap interval of three to five values is too narrow and
/// the sign test cannot decide at all. A pair enters as its difference, so what
/// the two members of a pair share (the seed's data, source and noise) cancels.
///
/// A claim "the mean is below v" holds when `upper < v`; a claim that is false
/// is then passed with probability at most 1 - confidence.

#include <optional>

#include "absl/types/span.h"

namespace flow::core {

struct MeanBounds {
  int n = 0;
  double mean = 0;
  double deviation = 0;  // sample standard deviation
  double lower = 0;  // each one-sided: P(true mean < lower) = 1 - confidence
  double upper = 0;
};

/// Absent for fewer than two values or a value that is not finite. Equal values
/// give bounds equal to the mean. Needs 0 < confidence < 1.
std::optional<MeanBounds> BoundMean(absl::Span<const double> values,
                                    double confidence);

}  // namespace flow::core

#endif  // CORE_STATS_PAIRED_TEST_H_
