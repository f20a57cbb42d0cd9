#include "flowlang/compare/expectation.h"

#include <string>

#include "core/base/status_testing.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow::lang {
namespace {

Expectation Pair() {
  Expectation expectation;
  expectation.metric = "w2";
  expectation.better = "A";
  expectation.than = "B";
  return expectation;
}

Expectation Single() {
  Expectation expectation;
  expectation.metric = "w2";
  expectation.of = "A";
  expectation.below = 1;
  return expectation;
}

// The claim is refused after `change`, with this rule.
template <typename Change>
void ExpectRefused(Expectation expectation, const Change& change,
                   const std::string& rule) {
  change(expectation);
  EXPECT_THAT(ValidateExpectation(expectation),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       "expectation of 'w2': " + rule));
}

TEST(ValidateExpectationTest, AcceptsClaims) {
  EXPECT_OK(ValidateExpectation(Pair()));
  EXPECT_OK(ValidateExpectation(Single()));
  Expectation with_margin = Pair();
  with_margin.margin = 0.05;
  EXPECT_OK(ValidateExpectation(with_margin));
}

TEST(ValidateExpectationTest, RefusesAClaimOfNothingOrOfBothKinds) {
  using E = Expectation;
  ExpectRefused(
      Pair(), [](E& e) { e.than = ""; }, "'better' and 'than' go together");
  ExpectRefused(
      Pair(), [](E& e) { e.of = "A"; },
      "one of 'better … than …', 'same … as …' and 'of' must be given");
  ExpectRefused(
      Single(), [](E& e) { e.of = ""; },
      "one of 'better … than …', 'same … as …' and 'of' must be given");
  ExpectRefused(
      Pair(), [](E& e) { e.than = "A"; },
      "'better' and 'than' must be two labels");
}

TEST(ValidateExpectationTest, EquivalenceNeedsTwoLabelsAndAMargin) {
  using E = Expectation;
  Expectation same = Pair();
  same.better = same.than = "";
  same.same = "A";
  same.as = "B";
  same.margin = 0.1;
  EXPECT_OK(ValidateExpectation(same));
  ExpectRefused(
      same, [](E& e) { e.as = ""; }, "'same' and 'as' go together");
  ExpectRefused(
      same, [](E& e) { e.as = "A"; }, "'same' and 'as' must be two labels");
  ExpectRefused(
      same, [](E& e) { e.margin.reset(); }, "'same' needs a 'margin' > 0");
  ExpectRefused(
      same, [](E& e) { e.margin = 0; }, "'same' needs a 'margin' > 0");
  ExpectRefused(
      same, [](E& e) { e.by_factor = 2; }, "'by_factor' goes with 'better'");
  ExpectRefused(
      same, [](E& e) { e.above = 2; }, "'below' and 'above' go with 'of'");
}

TEST(ValidateExpectationTest, RefusesLimitsOfTheOtherKind) {
  using E = Expectation;
  ExpectRefused(
      Pair(), [](E& e) { e.below = 1; }, "'below' and 'above' go with 'of'");
  ExpectRefused(
      Single(), [](E& e) { e.margin = 1; },
      "'margin' goes with 'better' and 'same'");
  ExpectRefused(
      Single(), [](E& e) { e.by_factor = 1; },
      "'by_factor' goes with 'better'");
  ExpectRefused(
      Pair(), [](E& e) { e.by_factor = e.margin = 1; },
      "'by_factor' and 'margin' exclude each other");
  ExpectRefused(
      Single(), [](E& e) { e.above = 0; },
      "'of' needs exactly one of 'below' and 'above'");
  ExpectRefused(
      Single(), [](E& e) { e.below.reset(); },
      "'of' needs exactly one of 'below' and 'above'");
}

TEST(ValidateExpectationTest, RefusesNumbersThatDecideNothing) {
  using E = Expectation;
  ExpectRefused(
      Pair(), [](E& e) { e.by_factor = 0; },
      "'by_factor' must be > 0 and finite");
  for (const double confidence : {0.0, 0.4, 1.0}) {
    ExpectRefused(
        Pair(), [=](E& e) { e.confidence = confidence; },
        "'confidence' must be >= 0.5 and < 1");
  }
}

}  // namespace
}  // namespace flow::lang
