#ifndef FLOWLANG_COMPARE_CLAIM_SAMPLE_H_
#define FLOWLANG_COMPARE_CLAIM_SAMPLE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "flowlang/compare/claim.h"
#include "flowlang/compare/comparison.h"

namespace flow::lang {

/// One number for each seed that takes part, and why others do not.
struct ClaimSample {
  std::vector<double> values;
  std::vector<std::string> missing;  // "seed 4 of A": no run
  std::vector<std::string> broken;   // "seed 3 of B": a run without a number
};

/// What the claim speaks of, of the seeds that all its labels have.
/// InvalidArgument, with the names that there are, for a label that is none or
/// has no value in the row.
absl::StatusOr<ClaimSample> SampleOf(const Claim& claim,
                                     const ComparisonRow& row,
                                     const Comparison& comparison);

}  // namespace flow::lang

#endif  // FLOWLANG_COMPARE_CLAIM_SAMPLE_H_
