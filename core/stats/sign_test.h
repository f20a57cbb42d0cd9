#ifndef CORE_STATS_SIGN_TEST_H_
#define CORE_STATS_SIGN_TEST_H_

#include "absl/types/span.h"

namespace flow::core {

/// P(X >= successes) for X ~ Binomial(trials, 1/2), exactly to rounding.
double BinomialHalfUpperTail(int successes, int trials);

/// The exact one-sided sign test of "the median difference is below zero": the
/// probability of at least this many negative signs if both signs were equally
/// likely. Zeros are left out; no sign at all gives 1. It assumes nothing of
/// the distribution, and so is weak: n pairs give at best 2^-n, hence four
/// pairs can never reach 5 %.
double SignTestPValue(absl::Span<const double> differences);

}  // namespace flow::core

#endif  // CORE_STATS_SIGN_TEST_H_
