#ifndef FLOWLANG_COMPARE_VERDICT_H_
#define FLOWLANG_COMPARE_VERDICT_H_

/// Claims decided over seeds: the gate of a suite.
///
/// A claim is met when the one-sided bound of its mean at `confidence`,
/// Student's t over the seeds that both sides have, lies on the right side of
/// the limit. So a claim that is false is met with probability at most
/// 1 - confidence, and too few or too noisy seeds fail a gate rather than pass
/// it. A claim of equivalence is met when the bounds of both sides are within
/// the margin [Schuirmann87]. The bootstrap interval and the sign test are
/// reported beside it and decide nothing. A claim that the seeds point to and
/// do not decide says how many would, with a power of 80 %, if the mean and the
/// spread were those that were seen.

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "core/stats/bootstrap.h"
#include "flowlang/compare/comparison.h"
#include "flowlang/compare/expectation.h"

namespace flow::lang {

struct Verdict {
  bool met = false;
  bool decided = false;  // false: the seeds cannot tell; then met is false too
  std::string claim;     // "w2 (euler100): expected A better than B"
  std::string numbers;   // "the difference is -2 (…) over 3 seeds"
  std::string remark;    // of one that is not met, how many seeds it needs
  std::string sentence;  // the claim, the numbers, the outcome, the remark
  double confidence = 0.95;
  int seeds = 0;  // that took part
  // of the side that is furthest from holding, where a claim has two
  std::optional<double> estimate, bound, limit;
  std::optional<double> p;  // one-sided, by t
  std::optional<double>
      adjusted_p;  // among all claims, where they are corrected
  std::optional<core::Interval> bootstrap;  // two-sided, of the estimate
  std::optional<double> sign_test_p;        // one-sided
};

/// Errors: InvalidArgument for a claim that contradicts itself, or that names a
/// metric, protocol or label which the comparison does not have (those that it
/// has are listed). A seed of which one side has a run but no finite value
/// makes the claim undecided; a seed without a run on one side takes no part,
/// and the sentence says so.
absl::StatusOr<Verdict> EvaluateExpectation(const Expectation& expectation,
                                            const Comparison& comparison);

/// All of them in order; the first error ends it.
absl::StatusOr<std::vector<Verdict>> EvaluateExpectations(
    const std::vector<Expectation>& expectations, const Comparison& comparison,
    Correction correction = Correction::kNone);

/// Whether every verdict is met.
bool AllMet(const std::vector<Verdict>& verdicts);

}  // namespace flow::lang

#endif  // FLOWLANG_COMPARE_VERDICT_H_
