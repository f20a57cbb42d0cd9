#ifndef FLOWLANG_COMPARE_COMPARISON_TESTING_H_
#define FLOWLANG_COMPARE_COMPARISON_TESTING_H_

/// Comparisons and verdicts made by hand, for tests of what is written of them.

#include <string>
#include <vector>

#include "flowlang/compare/comparison.h"
#include "flowlang/compare/runs_testing.h"
#include "flowlang/compare/verdict.h"

namespace flow::lang {

inline std::vector<RunRecord> RunsOfTwoMethods() {
  return Together(MakeRuns("I-CFM", {0.31, 0.33, 0.29}),
                  MakeRuns("OT-CFM", {0.21, 0.25, 0.2}));
}

inline Comparison TwoMethods() { return *Compare(RunsOfTwoMethods()); }

/// OT-CFM, 0.22 here, by a paper and by a repository that states no deviation.
inline Comparison WithReferences() {
  const Reference paper = {"w2", "euler100",         "OT-CFM", 0.3,
                           0.04, "a paper, table 2", "paper"};
  const Reference code = {"w2",         "euler100",     "OT-CFM", 0.25,
                          std::nullopt, "a repository", "code"};
  return *Compare(RunsOfTwoMethods(), {.references = {paper, code}});
}

inline Verdict Unmet() {
  Verdict verdict;
  verdict.decided = true;
  verdict.sentence =
      "w2 (euler100): expected OT-CFM better than I-CFM by a factor of 3; 3 x "
      "OT-CFM - I-CFM is +0.35 (95% bound +0.41, paired t) over 3 seeds: not "
      "met by 0.41";
  return verdict;
}

}  // namespace flow::lang

#endif  // FLOWLANG_COMPARE_COMPARISON_TESTING_H_
