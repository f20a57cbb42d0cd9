#include "flowlang/compare/baseline.h"

#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "core/base/files.h"
#include "core/base/status_macros.h"
#include "flowlang/compare/comparison_json.h"
#include "flowlang/compare/expectation.h"
#include "flowlang/compare/run_collection.h"

namespace flow::lang {
namespace {

absl::StatusOr<std::vector<RunRecord>> ReadCompared(const std::string& file) {
  FLOW_ASSIGN_OR_RETURN(const std::string text, ReadFile(file));
  return ParseComparedRuns(text, file);
}

// A label and its baseline, as places in a row's cells.
struct Both {
  std::string label;
  size_t now, before;
};

std::vector<Both> LabelsInBoth(const Comparison& comparison) {
  std::vector<Both> both;
  for (size_t i = 0; i < comparison.labels.size(); ++i) {
    for (size_t k = 0; k < comparison.labels.size(); ++k) {
      const std::string& label = comparison.labels[i].name;
      if (comparison.labels[k].name == label + kBaselineSuffix) {
        both.push_back({label, i, k});
      }
    }
  }
  return both;
}

std::string ClaimOf(const ComparisonRow& row, const std::string& label) {
  return absl::StrCat(row.metric, " (", row.protocol, "): expected ", label,
                      " no worse than its baseline");
}

Verdict Lost(const ComparisonRow& row, const std::string& label) {
  Verdict verdict;
  verdict.claim = ClaimOf(row, label);
  verdict.sentence =
      absl::StrCat(verdict.claim, "; no run of ", label, " has it any more");
  return verdict;
}

// From "the baseline is better", which must not hold.
Verdict Turned(Verdict verdict, std::string claim) {
  const bool worse = verdict.met;
  verdict.met = verdict.decided && !worse;
  verdict.claim = std::move(claim);
  if (!verdict.decided) {
    verdict.sentence = absl::StrCat(verdict.claim, "; ", verdict.numbers);
    return verdict;
  }
  verdict.sentence = absl::StrFormat(
      "%s; it has changed by %+.4g over %d seeds: %s (p = %.2g among all)",
      verdict.claim, 0 - *verdict.estimate, verdict.seeds,
      worse ? "worse" : "no worse as far as they tell", *verdict.adjusted_p);
  return verdict;
}

}  // namespace

absl::StatusOr<std::vector<RunRecord>> LoadBaseline(const std::string& path) {
  std::error_code ignored;
  if (!std::filesystem::is_directory(path, ignored)) return ReadCompared(path);
  absl::StatusOr<RunCollection> collection = CollectRuns({path});
  if (collection.ok()) return std::move(collection->runs);
  const std::string file = JoinPath(path, "comparison.json");
  if (!FileExists(file)) return collection.status();
  return ReadCompared(file);
}

absl::StatusOr<std::vector<Verdict>> CheckAgainstBaseline(
    const Comparison& comparison, double confidence) {
  const std::vector<Both> labels = LabelsInBoth(comparison);
  if (labels.empty()) {
    return absl::NotFoundError(
        "no label is both in the runs and in the baseline");
  }
  std::vector<Expectation> expectations;
  std::vector<std::string> claims;
  std::vector<Verdict> lost;
  for (const auto& [label, now, before] : labels) {
    for (const ComparisonRow& row : comparison.rows) {
      if (!row.cells[before]) continue;
      if (!row.cells[now]) {
        lost.push_back(Lost(row, label));
        continue;
      }
      Expectation worse;
      worse.metric = row.metric;
      worse.protocol = row.protocol;
      worse.better = label + kBaselineSuffix;
      worse.than = label;
      worse.confidence = confidence;
      expectations.push_back(std::move(worse));
      claims.push_back(ClaimOf(row, label));
    }
  }
  FLOW_ASSIGN_OR_RETURN(
      std::vector<Verdict> verdicts,
      EvaluateExpectations(expectations, comparison, Correction::kHolm));
  for (size_t i = 0; i < verdicts.size(); ++i) {
    verdicts[i] = Turned(std::move(verdicts[i]), std::move(claims[i]));
  }
  verdicts.insert(verdicts.end(), lost.begin(), lost.end());
  return verdicts;
}

}  // namespace flow::lang
