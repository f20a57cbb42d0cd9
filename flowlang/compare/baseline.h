#ifndef FLOWLANG_COMPARE_BASELINE_H_
#define FLOWLANG_COMPARE_BASELINE_H_

/// Runs against those that were kept: has a change made anything worse?
///
/// Of every label, metric and protocol that both have, "the baseline is better"
/// is tested over the shared seeds as any claim is, and all of these claims
/// together are held to the confidence by Holm's correction. So a change that
/// makes nothing worse fails with probability at most 1 - confidence, however
/// much is compared; one that changes no result never does.

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "flowlang/compare/comparison.h"
#include "flowlang/compare/run_directory.h"
#include "flowlang/compare/verdict.h"

namespace flow::lang {

/// What the label of a kept run ends in, beside the one that it is compared
/// with: "OT-CFM (baseline)".
inline constexpr char kBaselineSuffix[] = " (baseline)";

/// Runs that were kept: a folder of them, or what a suite or `flow compare
/// --format json` wrote about them, the file or its folder. Errors: NotFound
/// where there is neither; otherwise as CollectRuns and ParseComparedRuns.
absl::StatusOr<std::vector<RunRecord>> LoadBaseline(const std::string& path);

/// A verdict for each metric and protocol of a label that both have, and one
/// that is not met for what the baseline has and the runs have no more. `runs`
/// and `baseline`, under labels with the suffix, are those of the comparison.
/// NotFound where no label is in both.
absl::StatusOr<std::vector<Verdict>> CheckAgainstBaseline(
    const Comparison& comparison, double confidence);

}  // namespace flow::lang

#endif  // FLOWLANG_COMPARE_BASELINE_H_
