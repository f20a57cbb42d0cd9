#ifndef FLOWLANG_COMPARE_TABLE_PARTS_H_
#define FLOWLANG_COMPARE_TABLE_PARTS_H_

/// What the tables of a comparison say, whatever they are written in.

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "flowlang/compare/comparison.h"
#include "flowlang/compare/verdict.h"

namespace flow::lang {

/// The rows of each protocol, which stay together in a comparison.
std::vector<std::vector<const ComparisonRow*>> ByProtocol(
    const Comparison& comparison);

/// "w2 ↓": with the direction that is better.
std::string MetricName(const ComparisonRow& row);

/// What made the features that rows are of, each once, in the order of the
/// rows: "fid, recall_of_features: inception_v3, 2048 features; ...".
std::vector<std::string> FeaturesOf(const Comparison& comparison);

/// The row's floor; empty where it has none.
std::string FloorText(const ComparisonRow& row);

/// "95%".
std::string Percent(double confidence);

/// "met", "NOT MET" or "UNDECIDED".
absl::string_view Outcome(const Verdict& verdict);

/// Where the published values of a comparison are from, each once, in the order
/// of the rows: "arXiv:2307.03672, table 2 (paper)".
std::vector<std::string> SourcesOf(const Comparison& comparison);

/// The cell's value from that source; null where it has none.
const Reference* FindReference(const std::optional<Cell>& cell,
                               const std::string& source);

/// Whether any cell of the row has a value from that source.
bool HasReference(const ComparisonRow& row, const std::string& source);

/// How far the cell's mean is from the published one, in the deviations that
/// were published: "-1.6 sd"; empty where there are none.
std::string Distance(const Cell& cell, const Reference& reference);

}  // namespace flow::lang

#endif  // FLOWLANG_COMPARE_TABLE_PARTS_H_
