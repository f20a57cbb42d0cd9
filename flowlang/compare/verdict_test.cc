#include "flowlang/compare/verdict.h"

#include <cmath>
#include <limits>
#include <vector>

#include "core/base/random.h"
#include "core/base/status_testing.h"
#include "flowlang/compare/runs_testing.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow::lang {
namespace {

using testing::HasSubstr;

const double kNan = std::numeric_limits<double>::quiet_NaN();

Comparison TwoMethods(const std::vector<double>& a,
                      const std::vector<double>& b,
                      bool lower_is_better = true) {
  return *Compare(Together(MakeRuns("A", a, "w2", lower_is_better),
                           MakeRuns("B", b, "w2", lower_is_better)));
}

Expectation BetterThan() {
  Expectation expectation;
  expectation.metric = "w2";
  expectation.protocol = "euler100";
  expectation.better = "A";
  expectation.than = "B";
  return expectation;
}

Expectation Of(const std::string& label) {
  Expectation expectation = BetterThan();
  expectation.better = expectation.than = "";
  expectation.of = label;
  return expectation;
}

// differences -1, -2, -3: mean -2, s = 1, t_2(0.95) = 2.919986, so the bound is
// -2 + 2.919986 / sqrt(3) = -0.3141.
TEST(VerdictTest, BetterIsDecidedByThePairedBound) {
  ASSERT_OK_AND_ASSIGN(
      const Verdict verdict,
      EvaluateExpectation(BetterThan(), TwoMethods({9, 18, 27}, {10, 20, 30})));
  EXPECT_TRUE(verdict.met);
  EXPECT_NEAR(*verdict.estimate, -2, 1e-12);
  EXPECT_NEAR(*verdict.bound, -0.31414, 1e-5);
  EXPECT_EQ(verdict.seeds, 3);
  EXPECT_NEAR(*verdict.sign_test_p, 1.0 / 8, 1e-12);
  EXPECT_TRUE(verdict.bootstrap.has_value());
  EXPECT_EQ(
      verdict.sentence,
      "w2 (euler100): expected A better than B; the difference is -2 (95% "
      "bound -0.3141, paired t) over 3 seeds: met");
}

TEST(VerdictTest, ABetterMeanWithinTheNoiseIsNotMet) {
  ASSERT_OK_AND_ASSIGN(
      const Verdict verdict,
      EvaluateExpectation(BetterThan(), TwoMethods({9, 21, 27}, {10, 20, 30})));
  EXPECT_LT(*verdict.estimate, 0);
  EXPECT_FALSE(verdict.met);
  EXPECT_TRUE(verdict.decided);
}

TEST(VerdictTest, AnUnmetMarginSaysByHowMuch) {
  Expectation expectation = BetterThan();
  expectation.margin = 0.05;
  ASSERT_OK_AND_ASSIGN(
      const Verdict verdict,
      EvaluateExpectation(expectation, TwoMethods({0.5, 0.5}, {0.38, 0.38})));
  EXPECT_FALSE(verdict.met);
  EXPECT_EQ(verdict.sentence,
            "w2 (euler100): expected A better than B within a margin of 0.05; "
            "the difference is +0.12 (95% bound +0.12, paired t) over 2 seeds: "
            "not met by 0.07");
}

TEST(VerdictTest, AMarginForgivesASmallLoss) {
  Expectation expectation = BetterThan();
  expectation.margin = 0.2;
  EXPECT_TRUE(
      EvaluateExpectation(expectation, TwoMethods({0.5, 0.5}, {0.38, 0.38}))
          ->met);
}

TEST(VerdictTest, AFactorScalesTheBetter) {
  Expectation expectation = BetterThan();
  const Comparison comparison = TwoMethods({1, 1.1}, {3.2, 3.4});
  expectation.by_factor = 3;
  ASSERT_OK_AND_ASSIGN(Verdict verdict,
                       EvaluateExpectation(expectation, comparison));
  EXPECT_NEAR(*verdict.estimate, -0.15, 1e-12);
  expectation.by_factor = 2;
  ASSERT_OK_AND_ASSIGN(verdict, EvaluateExpectation(expectation, comparison));
  EXPECT_TRUE(verdict.met);
  EXPECT_THAT(verdict.sentence,
              HasSubstr("by a factor of 2; 2 x A - B is -1.2"));
}

TEST(VerdictTest, WhereMoreIsBetterTheSignsTurn) {
  const Comparison comparison =
      TwoMethods({0.9, 0.91}, {0.4, 0.41}, /*lower_is_better=*/false);
  Expectation expectation = BetterThan();
  EXPECT_TRUE(EvaluateExpectation(expectation, comparison)->met);
  expectation.by_factor = 2;
  EXPECT_TRUE(EvaluateExpectation(expectation, comparison)->met);
  expectation.by_factor = 3;
  EXPECT_FALSE(EvaluateExpectation(expectation, comparison)->met);
  std::swap(expectation.better, expectation.than);
  expectation.by_factor.reset();
  EXPECT_FALSE(EvaluateExpectation(expectation, comparison)->met);
  expectation.margin = 0.6;
  EXPECT_TRUE(EvaluateExpectation(expectation, comparison)->met);
}

TEST(VerdictTest, BelowAndAboveBoundTheMean) {
  const Comparison comparison = *Compare(MakeRuns("X", {1, 2, 3}));
  Expectation expectation = Of("X");
  expectation.below = 4;  // the bound is 2 + 2.92 / sqrt(3) = 3.686
  EXPECT_TRUE(EvaluateExpectation(expectation, comparison)->met);
  expectation.below = 3.5;
  ASSERT_OK_AND_ASSIGN(const Verdict verdict,
                       EvaluateExpectation(expectation, comparison));
  EXPECT_EQ(
      verdict.sentence,
      "w2 (euler100): expected X below 3.5; the mean is 2 (95% bound "
      "3.686, t) over 3 seeds: not met by 0.1859; 5 seeds would decide it "
      "(80% power)");
  expectation.below.reset();
  expectation.above = 0.3;
  EXPECT_TRUE(EvaluateExpectation(expectation, comparison)->met);
  expectation.above = 0.32;
  EXPECT_FALSE(EvaluateExpectation(expectation, comparison)->met);
}

TEST(VerdictTest, OneSharedSeedCannotDecide) {
  ASSERT_OK_AND_ASSIGN(
      const Verdict verdict,
      EvaluateExpectation(BetterThan(), TwoMethods({1}, {2, 3})));
  EXPECT_FALSE(verdict.met);
  EXPECT_FALSE(verdict.decided);
  EXPECT_THAT(verdict.sentence,
              HasSubstr("only one seed is shared by both, at least two are "
                        "needed: undecided"));
}

TEST(VerdictTest, ASeedThatOneSideLacksIsNamed) {
  ASSERT_OK_AND_ASSIGN(
      const Verdict verdict,
      EvaluateExpectation(BetterThan(), TwoMethods({1, 2}, {5, 6, 7})));
  EXPECT_TRUE(verdict.met);
  EXPECT_THAT(verdict.sentence,
              HasSubstr("over 2 seeds (no run for seed 3 of A): met"));
}

// A run that diverged must not improve its method by leaving.
TEST(VerdictTest, ARunWithoutANumberCannotPassAGate) {
  ASSERT_OK_AND_ASSIGN(
      Verdict verdict,
      EvaluateExpectation(BetterThan(), TwoMethods({1, 2, kNan}, {5, 6, 7})));
  EXPECT_FALSE(verdict.met);
  EXPECT_THAT(verdict.sentence,
              HasSubstr("no finite value for seed 3 of A: undecided"));

  std::vector<RunRecord> runs =
      Together(MakeRuns("A", {1, 2, 3}), MakeRuns("B", {5, 6, 7}));
  runs[1].metrics.clear();
  ASSERT_OK_AND_ASSIGN(verdict,
                       EvaluateExpectation(BetterThan(), *Compare(runs)));
  EXPECT_FALSE(verdict.met);
  EXPECT_THAT(verdict.sentence, HasSubstr("no finite value for seed 2 of A"));
}

TEST(VerdictTest, UnknownNamesListWhatExists) {
  const Comparison comparison = TwoMethods({1, 2}, {5, 6});
  const auto error = [&](auto change) {
    Expectation expectation = BetterThan();
    change(expectation);
    const auto verdict = EvaluateExpectation(expectation, comparison);
    EXPECT_EQ(verdict.status().code(), absl::StatusCode::kInvalidArgument);
    return std::string(verdict.status().message());
  };
  EXPECT_EQ(error([](Expectation& e) { e.metric = "w3"; }),
            "no run has the metric 'w3'; the runs have 'w2'");
  EXPECT_EQ(error([](Expectation& e) { e.protocol = "heun"; }),
            "no run has 'w2' under the protocol 'heun'; it exists under "
            "'euler100'");
  EXPECT_EQ(error([](Expectation& e) { e.than = "C"; }),
            "no run is labelled 'C'; the labels are 'A', 'B'");
}

TEST(VerdictTest, ALoneProtocolNeedsNoName) {
  Expectation expectation = BetterThan();
  expectation.protocol = "";
  EXPECT_OK(EvaluateExpectation(expectation, TwoMethods({1, 2}, {5, 6})));
}

TEST(VerdictTest, AClaimThatContradictsItselfIsRefused) {
  Expectation expectation = BetterThan();
  expectation.below = 1;
  EXPECT_THAT(EvaluateExpectation(expectation, TwoMethods({1, 2}, {5, 6})),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

Expectation SameAs(double margin) {
  Expectation expectation = BetterThan();
  expectation.better = expectation.than = "";
  expectation.same = "A";
  expectation.as = "B";
  expectation.margin = margin;
  return expectation;
}

// differences -1, 0, 1: mean 0, s = 1, both bounds 2.919986 / sqrt(3) = 1.6859
// away.
TEST(VerdictTest, TheSameIsDecidedByBothBounds) {
  const Comparison comparison = TwoMethods({9, 20, 31}, {10, 20, 30});
  ASSERT_OK_AND_ASSIGN(const Verdict met,
                       EvaluateExpectation(SameAs(1.7), comparison));
  EXPECT_TRUE(met.met);
  ASSERT_OK_AND_ASSIGN(const Verdict not_met,
                       EvaluateExpectation(SameAs(1.6), comparison));
  EXPECT_FALSE(not_met.met);
  EXPECT_NEAR(std::abs(*not_met.bound), 1.68585, 1e-5);
  EXPECT_THAT(not_met.sentence,
              HasSubstr("expected A the same as B within a margin of 1.6; the "
                        "difference is +0 (95% bound"));
}

// Both ends of the margin are minded: a mean beyond either is not the same.
TEST(VerdictTest, TheSameIsNotWhatDiffersEitherWay) {
  for (const double shift : {-3.0, 3.0}) {
    ASSERT_OK_AND_ASSIGN(
        const Verdict verdict,
        EvaluateExpectation(SameAs(2),
                            TwoMethods({10 + shift, 20.1 + shift, 29.9 + shift},
                                       {10, 20, 30})));
    EXPECT_FALSE(verdict.met) << shift;
    EXPECT_NEAR(*verdict.limit, shift < 0 ? -2 : 2, 1e-12);
    EXPECT_NEAR(*verdict.p, 1, 1e-2);
  }
}

// Ten seeds whose spread, 1, is twice the difference: the mean is on the right
// side, and 27 values of a mean of half a deviation pass at 95 % with 80 %
// power (its normal approximation is ((1.645 + 0.842) / 0.5)^2 = 24.7).
TEST(VerdictTest, WhatSeedsPointToSaysHowManyDecideIt) {
  // differences -0.5 -+ 0.9487, whose sample deviation is 1
  std::vector<double> a, b;
  for (int i = 0; i < 10; ++i) {
    b.push_back(10 * i);
    a.push_back(10 * i - 0.5 + (i % 2 == 0 ? 1 : -1) * std::sqrt(0.9));
  }
  ASSERT_OK_AND_ASSIGN(const Verdict verdict,
                       EvaluateExpectation(BetterThan(), TwoMethods(a, b)));
  EXPECT_FALSE(verdict.met);
  EXPECT_THAT(verdict.sentence,
              testing::EndsWith("; 27 seeds would decide it (80% power)"));
  // seeds that point the other way promise nothing
  ASSERT_OK_AND_ASSIGN(const Verdict other,
                       EvaluateExpectation(BetterThan(), TwoMethods(b, a)));
  EXPECT_THAT(other.sentence, testing::Not(HasSubstr("would decide")));
}

// Of one claim the correction changes nothing; beside two that fail, p = 0.03
// is not enough.
TEST(VerdictTest, ManyClaimsAreHeldToMore) {
  // differences -1, -2, -3 about p = 0.037: t = 2 sqrt(3) = 3.4641 with two
  // degrees of freedom
  const Comparison comparison = TwoMethods({9, 18, 27}, {10, 20, 30});
  Expectation false_one = Of("A");
  false_one.below = 1;
  ASSERT_OK_AND_ASSIGN(
      const auto alone,
      EvaluateExpectations({BetterThan()}, comparison, Correction::kHolm));
  EXPECT_TRUE(alone[0].met);
  EXPECT_NEAR(*alone[0].p, 0.03709, 1e-5);
  EXPECT_NEAR(*alone[0].adjusted_p, *alone[0].p, 1e-12);
  ASSERT_OK_AND_ASSIGN(const auto among,
                       EvaluateExpectations({false_one, BetterThan()},
                                            comparison, Correction::kHolm));
  EXPECT_FALSE(among[1].met);
  EXPECT_NEAR(*among[1].adjusted_p, 2 * 0.03709, 1e-5);
  EXPECT_THAT(among[1].sentence,
              testing::EndsWith(": not met, p = 0.074 among all claims"));
  ASSERT_OK_AND_ASSIGN(
      const auto uncorrected,
      EvaluateExpectations({false_one, BetterThan()}, comparison));
  EXPECT_TRUE(uncorrected[1].met);
  EXPECT_FALSE(uncorrected[1].adjusted_p.has_value());
}

// The gate's false-alarm rate, through the whole of it: five seeds, two equally
// good methods that share each seed's luck. 1000 trials at 0.05 have a standard
// error of 0.0069; four of them, a false alarm of 6e-5 without a fixed seed.
TEST(VerdictTest, AFalseClaimPassesAtTheStatedRate) {
  int passed = 0;
  constexpr int kTrials = 1000;
  for (int trial = 0; trial < kTrials; ++trial) {
    RowRandom random(17, trial);
    Comparison comparison;
    comparison.labels = {{"A", {1, 2, 3, 4, 5}}, {"B", {1, 2, 3, 4, 5}}};
    comparison.rows.resize(1);
    comparison.rows[0].metric = "w2";
    comparison.rows[0].protocol = "euler100";
    comparison.rows[0].cells.resize(2);
    for (auto& cell : comparison.rows[0].cells) cell.emplace();
    for (uint64_t seed = 1; seed <= 5; ++seed) {
      const double luck = random.Normal();
      for (auto& cell : comparison.rows[0].cells) {
        SeedValue point;
        point.seed = seed;
        point.value = luck + 0.3 * random.Normal();
        cell->points.push_back(point);
      }
    }
    passed += EvaluateExpectation(BetterThan(), comparison)->met;
  }
  EXPECT_NEAR(static_cast<double>(passed) / kTrials, 0.05, 4 * 0.0069);
}

// Of equivalence at the edge of the margin, where it is most often met wrongly.
TEST(VerdictTest, AFalseEquivalencePassesAtTheStatedRateAtMost) {
  int passed = 0;
  constexpr int kTrials = 1000;
  for (int trial = 0; trial < kTrials; ++trial) {
    RowRandom random(19, trial);
    std::vector<double> a, b;
    for (int seed = 0; seed < 5; ++seed) {
      const double luck = random.Normal();
      a.push_back(luck + 1 + 0.3 * random.Normal());
      b.push_back(luck + 0.3 * random.Normal());
    }
    passed += EvaluateExpectation(SameAs(1), TwoMethods(a, b))->met;
  }
  EXPECT_NEAR(static_cast<double>(passed) / kTrials, 0.05, 4 * 0.0069);
}

}  // namespace
}  // namespace flow::lang
