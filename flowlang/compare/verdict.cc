#include "flowlang/compare/verdict.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "core/base/random.h"
#include "core/base/status_macros.h"
#include "core/stats/paired_test.h"
#include "core/stats/sign_test.h"

namespace flow::lang {
namespace {

// "value < limit" or "value > limit" of one number a seed.
struct Claim {
  std::string text;      // "expected A better than B"
  std::string quantity;  // what the number is: "the difference"
  bool signed_quantity;  // print +0.1 rather than 0.1
  bool wants_less;
  double limit;
};

// One number for each seed that takes part, and why others do not.
struct Sample {
  std::vector<double> values;
  std::vector<std::string> missing;  // "seed 4 of A": no run
  std::vector<std::string> broken;   // "seed 3 of B": a run without a number
};

std::string Quoted(const std::vector<std::string>& names) {
  return absl::StrCat("'", absl::StrJoin(names, "', '"), "'");
}

absl::StatusOr<const ComparisonRow*> FindRow(const Expectation& e,
                                             const Comparison& comparison) {
  std::vector<const ComparisonRow*> of_metric;
  std::set<std::string> metrics;
  std::vector<std::string> protocols;
  for (const ComparisonRow& row : comparison.rows) {
    metrics.insert(row.metric);
    if (row.metric != e.metric) continue;
    if (row.protocol == e.protocol) return &row;
    of_metric.push_back(&row);
    protocols.push_back(row.protocol);
  }
  if (of_metric.empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat("no run has the metric '", e.metric, "'; the runs have ",
                     Quoted({metrics.begin(), metrics.end()})));
  }
  if (e.protocol.empty() && of_metric.size() == 1) return of_metric[0];
  return absl::InvalidArgumentError(
      absl::StrCat("no run has '", e.metric, "' under the protocol '",
                   e.protocol, "'; it exists under ", Quoted(protocols)));
}

absl::StatusOr<int> FindLabel(const std::string& name, const ComparisonRow& row,
                              const Comparison& comparison) {
  std::vector<std::string> names;
  for (size_t i = 0; i < comparison.labels.size(); ++i) {
    names.push_back(comparison.labels[i].name);
    if (names.back() != name) continue;
    if (row.cells[i]) return static_cast<int>(i);
    return absl::InvalidArgumentError(
        absl::StrCat("'", name, "' has no '", row.metric,
                     "' under the protocol '", row.protocol, "'"));
  }
  return absl::InvalidArgumentError(absl::StrCat(
      "no run is labelled '", name, "'; the labels are ", Quoted(names)));
}

// Values by seed: NaN for a run without a number.
std::map<uint64_t, double> ValuesOf(const Comparison& comparison,
                                    const ComparisonRow& row, int label) {
  std::map<uint64_t, double> values;
  for (const uint64_t seed : comparison.labels[label].seeds) {
    values[seed] = std::nan("");
  }
  for (const SeedValue& point : row.cells[label]->points) {
    values[point.seed] = point.value;
  }
  return values;
}

using Labelled = std::pair<std::string, std::map<uint64_t, double>>;

// `combine` of the sides' values, for each seed that all sides have.
template <typename Combine>
Sample CollectSample(const std::vector<Labelled>& sides,
                     const Combine& combine) {
  std::set<uint64_t> seeds;
  for (const auto& [label, values] : sides) {
    for (const auto& [seed, value] : values) seeds.insert(seed);
  }
  Sample sample;
  for (const uint64_t seed : seeds) {
    std::vector<double> operands;
    for (const auto& [label, values] : sides) {
      const auto value = values.find(seed);
      const std::string place = absl::StrCat("seed ", seed, " of ", label);
      if (value == values.end()) {
        sample.missing.push_back(place);
      } else if (!std::isfinite(value->second)) {
        sample.broken.push_back(place);
      } else {
        operands.push_back(value->second);
      }
    }
    if (operands.size() == sides.size()) {
      sample.values.push_back(combine(operands));
    }
  }
  return sample;
}

Claim PairClaim(const Expectation& e, bool lower_is_better) {
  Claim claim;
  claim.text = absl::StrCat("expected ", e.better, " better than ", e.than);
  claim.quantity = "the difference";
  claim.signed_quantity = true;
  claim.wants_less = lower_is_better;
  claim.limit = 0;
  if (e.margin) {
    absl::StrAppend(&claim.text, " within a margin of ", *e.margin);
    claim.limit = lower_is_better ? *e.margin : -*e.margin;
  }
  if (e.by_factor) {
    absl::StrAppend(&claim.text, " by a factor of ", *e.by_factor);
    claim.quantity =
        lower_is_better
            ? absl::StrCat(*e.by_factor, " x ", e.better, " - ", e.than)
            : absl::StrCat(e.better, " - ", *e.by_factor, " x ", e.than);
  }
  return claim;
}

Claim SingleClaim(const Expectation& e) {
  Claim claim;
  const double limit = e.below ? *e.below : *e.above;
  claim.text =
      absl::StrCat("expected ", e.of, e.below ? " below " : " above ", limit);
  claim.quantity = "the mean";
  claim.signed_quantity = false;
  claim.wants_less = e.below.has_value();
  claim.limit = limit;
  return claim;
}

std::string Undecided(const Sample& sample, bool pair) {
  if (!sample.broken.empty()) {
    return absl::StrCat("no finite value for ",
                        absl::StrJoin(sample.broken, ", "), ": undecided");
  }
  const size_t n = sample.values.size();
  return absl::StrCat(n == 0 ? "no seed" : "only one seed",
                      pair ? " is shared by both" : " has a value",
                      ", at least two are needed: undecided");
}

std::string Decided(const Claim& claim, const Verdict& verdict,
                    const Sample& sample, bool pair) {
  const auto number = [&](double value) {
    return claim.signed_quantity ? absl::StrFormat("%+.4g", value)
                                 : absl::StrFormat("%.4g", value);
  };
  std::string text = absl::StrCat(
      claim.quantity, " is ", number(*verdict.estimate), " (",
      absl::StrFormat("%g%% bound %s", 100 * verdict.confidence,
                      number(*verdict.bound)),
      pair ? ", paired t) over " : ", t) over ", verdict.seeds, " seeds");
  if (!sample.missing.empty()) {
    absl::StrAppend(&text, " (no run for ", absl::StrJoin(sample.missing, ", "),
                    ")");
  }
  if (verdict.met) return absl::StrCat(text, ": met");
  return absl::StrFormat("%s: not met by %.4g", text,
                         std::abs(*verdict.bound - *verdict.limit));
}

// The numbers beside the decision, which decide nothing.
void Describe(const Claim& claim, const Sample& sample, Verdict& verdict) {
  verdict.bootstrap = core::BcaMeanInterval(
      sample.values,
      {.confidence = verdict.confidence,
       .seed = DeriveSeed(0, "bootstrap", absl::string_view(verdict.claim))});
  std::vector<double> beyond;
  for (const double value : sample.values) {
    beyond.push_back(claim.wants_less ? value - claim.limit
                                      : claim.limit - value);
  }
  verdict.sign_test_p = core::SignTestPValue(beyond);
}

Verdict Decide(const Claim& claim, const Sample& sample, const Expectation& e,
               const std::string& subject) {
  Verdict verdict;
  verdict.claim = absl::StrCat(subject, ": ", claim.text);
  verdict.confidence = e.confidence;
  verdict.seeds = static_cast<int>(sample.values.size());
  verdict.limit = claim.limit;
  const bool pair = e.of.empty();
  const auto bounds = core::BoundMean(sample.values, e.confidence);
  if (!bounds || !sample.broken.empty()) {
    verdict.sentence =
        absl::StrCat(verdict.claim, "; ", Undecided(sample, pair));
    return verdict;
  }
  verdict.decided = true;
  verdict.estimate = bounds->mean;
  verdict.bound = claim.wants_less ? bounds->upper : bounds->lower;
  verdict.met = claim.wants_less ? *verdict.bound < claim.limit
                                 : *verdict.bound > claim.limit;
  verdict.sentence =
      absl::StrCat(verdict.claim, "; ", Decided(claim, verdict, sample, pair));
  Describe(claim, sample, verdict);
  return verdict;
}

}  // namespace

absl::StatusOr<Verdict> EvaluateExpectation(const Expectation& e,
                                            const Comparison& comparison) {
  FLOW_RETURN_IF_ERROR(ValidateExpectation(e));
  FLOW_ASSIGN_OR_RETURN(const ComparisonRow* row, FindRow(e, comparison));
  const std::string subject =
      row->protocol.empty()
          ? row->metric
          : absl::StrCat(row->metric, " (", row->protocol, ")");
  if (!e.of.empty()) {
    FLOW_ASSIGN_OR_RETURN(const int of, FindLabel(e.of, *row, comparison));
    const Sample sample =
        CollectSample({{e.of, ValuesOf(comparison, *row, of)}},
                      [](const std::vector<double>& x) { return x[0]; });
    return Decide(SingleClaim(e), sample, e, subject);
  }
  FLOW_ASSIGN_OR_RETURN(const int a, FindLabel(e.better, *row, comparison));
  FLOW_ASSIGN_OR_RETURN(const int b, FindLabel(e.than, *row, comparison));
  const double factor = e.by_factor.value_or(1);
  const double scale_a = row->lower_is_better ? factor : 1;
  const double scale_b = row->lower_is_better ? 1 : factor;
  const Sample sample =
      CollectSample({{e.better, ValuesOf(comparison, *row, a)},
                     {e.than, ValuesOf(comparison, *row, b)}},
                    [=](const std::vector<double>& x) {
                      return scale_a * x[0] - scale_b * x[1];
                    });
  return Decide(PairClaim(e, row->lower_is_better), sample, e, subject);
}

absl::StatusOr<std::vector<Verdict>> EvaluateExpectations(
    const std::vector<Expectation>& expectations,
    const Comparison& comparison) {
  std::vector<Verdict> verdicts;
  for (const Expectation& expectation : expectations) {
    FLOW_ASSIGN_OR_RETURN(Verdict verdict,
                          EvaluateExpectation(expectation, comparison));
    verdicts.push_back(std::move(verdict));
  }
  return verdicts;
}

bool AllMet(const std::vector<Verdict>& verdicts) {
  return std::all_of(verdicts.begin(), verdicts.end(),
                     [](const Verdict& verdict) { return verdict.met; });
}

}  // namespace flow::lang
