#ifndef FLOWLANG_COMPARE_COMPARISON_H_
#define FLOWLANG_COMPARE_COMPARISON_H_

/// Runs side by side: for each metric under each protocol, what each label
/// scores over its seeds, and how it differs from the first label seed by seed.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "core/stats/bootstrap.h"
#include "flowlang/compare/reference.h"
#include "flowlang/compare/run_directory.h"

namespace flow::lang {

struct SeedValue {
  uint64_t seed = 0;
  double value = 0;  // NaN where the run has no number
  std::optional<double> std_error;
  std::optional<double> nfe;
};

/// The differences `this label - first label` over the seeds that both have.
struct PairedDifference {
  int n = 0;
  double mean = 0;
  std::optional<core::Interval> student;  // two-sided, Student's t
};

/// One label's scores in one row.
struct Cell {
  std::vector<SeedValue> points;           // by seed, ascending
  double mean = 0;                         // NaN if any point is
  std::optional<double> deviation;         // sample sd over seeds
  std::optional<core::Interval> interval;  // of the mean, BCa bootstrap
  std::optional<PairedDifference> versus_first;
  std::vector<Reference> references;  // of this label, metric and protocol
};

struct ComparisonRow {
  std::string protocol;
  std::string metric;
  bool lower_is_better = true;
  // that it is of, as in result.json; unequal ones have rows of their own
  std::string features;
  std::optional<double> floor;             // mean over all runs that have one
  std::vector<std::optional<Cell>> cells;  // one a label
  std::optional<int> best;  // the label with the best mean, if there are two
};

struct ComparedLabel {
  std::string name;
  std::vector<uint64_t> seeds;  // of all its runs, ascending
};

struct Comparison {
  std::vector<ComparedLabel> labels;
  std::vector<ComparisonRow> rows;  // by protocol, then metric, as first met
  double confidence = 0.95;
};

struct CompareOptions {
  double confidence = 0.95;
  /// Labels that come first, in this order; the others follow as met.
  std::vector<std::string> label_order;
  /// Each goes to the cell that it speaks of, if there is one.
  std::vector<Reference> references;
};

/// Errors: InvalidArgument when two runs share label and seed (both paths are
/// named), or when runs disagree on which direction of a metric is better.
absl::StatusOr<Comparison> Compare(const std::vector<RunRecord>& runs,
                                   const CompareOptions& options = {});

}  // namespace flow::lang

#endif  // FLOWLANG_COMPARE_COMPARISON_H_
