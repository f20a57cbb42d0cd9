#include "flowlang/compare/verdict.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "core/base/random.h"
#include "core/base/status_macros.h"
#include "core/stats/holm.h"
#include "core/stats/paired_test.h"
#include "core/stats/power.h"
#include "core/stats/sign_test.h"
#include "core/stats/student_t.h"
#include "flowlang/compare/claim.h"
#include "flowlang/compare/claim_sample.h"

namespace flow::lang {
namespace {

// How often seeds shall decide what they seem to show.
constexpr double kPower = 0.8;

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

std::string Undecided(const Claim& claim, const ClaimSample& sample) {
  if (!sample.broken.empty()) {
    return absl::StrCat("no finite value for ",
                        absl::StrJoin(sample.broken, ", "), ": undecided");
  }
  return absl::StrCat(
      sample.values.empty() ? "no seed" : "only one seed",
      claim.terms.size() == 2 ? " is shared by both" : " has a value",
      ", at least two are needed: undecided");
}

// One side of a claim against the bounds of the mean.
struct SideResult {
  ClaimSide side;
  double bound;
  double excess;   // of the bound over the limit: below 0 the side holds
  double advance;  // of the estimate over the limit, towards what is claimed
  double p;
};

SideResult TestSide(const ClaimSide& side, const core::MeanBounds& mean) {
  const double bound = side.wants_less ? mean.upper : mean.lower;
  const double sign = side.wants_less ? 1 : -1;
  const double advance = sign * (side.limit - mean.mean);
  const double error = mean.deviation / std::sqrt(mean.n);
  const double p = error > 0 ? core::StudentTCdf(-advance / error, mean.n - 1)
                             : (advance > 0 ? 0 : 1);
  return {side, bound, sign * (bound - side.limit), advance, p};
}

// The side that is furthest from holding.
SideResult WorstSide(const Claim& claim, const core::MeanBounds& mean) {
  SideResult worst = TestSide(claim.sides[0], mean);
  for (const ClaimSide& side : claim.sides) {
    const SideResult result = TestSide(side, mean);
    if (result.p > worst.p) worst = result;
  }
  return worst;
}

// The numbers beside the decision, which decide nothing.
void Describe(const Claim& claim, const ClaimSample& sample, Verdict& verdict) {
  verdict.bootstrap = core::BcaMeanInterval(
      sample.values,
      {.confidence = verdict.confidence,
       .seed = DeriveSeed(0, "bootstrap", absl::string_view(verdict.claim))});
  if (claim.sides.size() > 1) return;
  std::vector<double> beyond;
  for (const double value : sample.values) {
    beyond.push_back(claim.sides[0].wants_less ? value - claim.sides[0].limit
                                               : claim.sides[0].limit - value);
  }
  verdict.sign_test_p = core::SignTestPValue(beyond);
}

std::string NumbersOf(const Claim& claim, const Verdict& verdict,
                      const ClaimSample& sample) {
  const auto number = [&](double value) {
    return claim.signed_quantity ? absl::StrFormat("%+.4g", value)
                                 : absl::StrFormat("%.4g", value);
  };
  std::string text =
      absl::StrCat(claim.quantity, " is ", number(*verdict.estimate), " (",
                   absl::StrFormat("%g%% bound %s", 100 * verdict.confidence,
                                   number(*verdict.bound)),
                   claim.terms.size() == 2 ? ", paired t) over " : ", t) over ",
                   verdict.seeds, " seeds");
  if (!sample.missing.empty()) {
    absl::StrAppend(&text, " (no run for ", absl::StrJoin(sample.missing, ", "),
                    ")");
  }
  return text;
}

// How many seeds would decide what these show, where they show it.
std::string SeedsNote(const SideResult& side, const core::MeanBounds& mean,
                      double confidence) {
  if (!(mean.deviation > 0)) return "";
  const auto seeds =
      core::ValuesForPower(side.advance / mean.deviation, confidence, kPower);
  if (!seeds || *seeds <= mean.n) return "";
  return absl::StrFormat("; %d seeds would decide it (%g%% power)", *seeds,
                         100 * kPower);
}

Verdict Decide(const Claim& claim, const ClaimSample& sample, double confidence,
               const std::string& subject) {
  Verdict verdict;
  verdict.claim = absl::StrCat(subject, ": ", claim.text);
  verdict.confidence = confidence;
  verdict.seeds = static_cast<int>(sample.values.size());
  const auto mean = core::BoundMean(sample.values, confidence);
  if (!mean || !sample.broken.empty()) {
    verdict.limit = claim.sides[0].limit;
    verdict.numbers = Undecided(claim, sample);
    return verdict;
  }
  const SideResult side = WorstSide(claim, *mean);
  verdict.decided = true;
  verdict.estimate = mean->mean;
  verdict.bound = side.bound;
  verdict.limit = side.side.limit;
  verdict.p = side.p;
  verdict.met = side.excess < 0;
  verdict.numbers = NumbersOf(claim, verdict, sample);
  if (!verdict.met) verdict.remark = SeedsNote(side, *mean, confidence);
  Describe(claim, sample, verdict);
  return verdict;
}

std::string Outcome(const Verdict& verdict) {
  if (!verdict.decided) return "";
  const std::string adjusted =
      verdict.adjusted_p
          ? absl::StrFormat(", p = %.2g among all claims", *verdict.adjusted_p)
          : "";
  if (verdict.met) return absl::StrCat(": met", adjusted);
  // it would be, by itself
  if (verdict.adjusted_p && *verdict.p <= 1 - verdict.confidence) {
    return absl::StrCat(": not met", adjusted);
  }
  return absl::StrFormat(": not met by %.4g%s%s",
                         std::abs(*verdict.bound - *verdict.limit), adjusted,
                         verdict.remark);
}

void Conclude(Verdict& verdict) {
  verdict.sentence =
      absl::StrCat(verdict.claim, "; ", verdict.numbers, Outcome(verdict));
}

// A claim that could not be decided counts as one that failed.
void CorrectByHolm(std::vector<Verdict>& verdicts) {
  std::vector<double> p;
  for (const Verdict& verdict : verdicts) p.push_back(verdict.p.value_or(1));
  const std::vector<double> adjusted = core::HolmAdjusted(p);
  for (size_t i = 0; i < verdicts.size(); ++i) {
    if (!verdicts[i].decided) continue;
    verdicts[i].adjusted_p = adjusted[i];
    verdicts[i].met = adjusted[i] < 1 - verdicts[i].confidence;
  }
}

absl::StatusOr<Verdict> Evaluate(const Expectation& e,
                                 const Comparison& comparison) {
  FLOW_RETURN_IF_ERROR(ValidateExpectation(e));
  FLOW_ASSIGN_OR_RETURN(const ComparisonRow* row, FindRow(e, comparison));
  const Claim claim = MakeClaim(e, row->lower_is_better);
  FLOW_ASSIGN_OR_RETURN(const ClaimSample sample,
                        SampleOf(claim, *row, comparison));
  return Decide(claim, sample, e.confidence,
                row->protocol.empty()
                    ? row->metric
                    : absl::StrCat(row->metric, " (", row->protocol, ")"));
}

}  // namespace

absl::StatusOr<Verdict> EvaluateExpectation(const Expectation& expectation,
                                            const Comparison& comparison) {
  FLOW_ASSIGN_OR_RETURN(Verdict verdict, Evaluate(expectation, comparison));
  Conclude(verdict);
  return verdict;
}

absl::StatusOr<std::vector<Verdict>> EvaluateExpectations(
    const std::vector<Expectation>& expectations, const Comparison& comparison,
    Correction correction) {
  std::vector<Verdict> verdicts;
  for (const Expectation& expectation : expectations) {
    FLOW_ASSIGN_OR_RETURN(Verdict verdict, Evaluate(expectation, comparison));
    verdicts.push_back(std::move(verdict));
  }
  if (correction == Correction::kHolm) CorrectByHolm(verdicts);
  for (Verdict& verdict : verdicts) Conclude(verdict);
  return verdicts;
}

bool AllMet(const std::vector<Verdict>& verdicts) {
  return std::all_of(verdicts.begin(), verdicts.end(),
                     [](const Verdict& verdict) { return verdict.met; });
}

}  // namespace flow::lang
