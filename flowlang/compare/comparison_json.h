#ifndef FLOWLANG_COMPARE_COMPARISON_JSON_H_
#define FLOWLANG_COMPARE_COMPARISON_JSON_H_

/// A comparison and its verdicts as one JSON object, the content of a suite's
/// `comparison.json`:
///
///     {"confidence": 0.95,
///      "labels": [{"name", "seeds"}],
///      "rows": [{"protocol", "metric", "lower_is_better", "floor", "best",
///                "cells": [{"mean", "deviation", "interval": [low, high],
///                           "points": [{"seed", "value", "std_error", "nfe"}],
///                           "versus_first": {"n", "mean", "interval"},
///                           "references": [{"value", "deviation", "source",
///                                           "tag"}]}]}],
///      "verdicts": [{"met", "decided", "claim", "sentence", "confidence",
///                    "seeds", "estimate", "bound", "limit", "p",
///                    "adjusted_p", "bootstrap", "sign_test_p"}]}
///
/// Absent values, and values that are not finite, are null.

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "flowlang/compare/comparison.h"
#include "flowlang/compare/reference.h"
#include "flowlang/compare/verdict.h"
#include "nlohmann/json.hpp"

namespace flow::lang {

nlohmann::ordered_json ComparisonToJson(const Comparison& comparison,
                                        const std::vector<Verdict>& verdicts);

/// The text of the object, indented, with a final newline.
std::string RenderComparisonJson(const Comparison& comparison,
                                 const std::vector<Verdict>& verdicts);

/// What a finished suite left: the order of its members, its verdicts, and what
/// others published.
struct SuiteRecord {
  std::vector<std::string> labels;
  std::vector<Verdict> verdicts;
  std::vector<Reference> references;
};

/// Errors: DataLoss naming `path` when `text` is not a JSON object.
absl::StatusOr<SuiteRecord> ParseSuiteRecord(absl::string_view text,
                                             absl::string_view path);

/// The runs that were compared, as far as the object has them: labels, seeds
/// and metrics. Errors as ParseSuiteRecord.
absl::StatusOr<std::vector<RunRecord>> ParseComparedRuns(
    absl::string_view text, const std::string& path);

}  // namespace flow::lang

#endif  // FLOWLANG_COMPARE_COMPARISON_JSON_H_
