#include "flowlang/compare/junit.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow::lang {
namespace {

TEST(RenderJUnitTest, CountsAndNamesFailures) {
  Verdict met, unmet, undecided;
  met.met = met.decided = true;
  met.claim = "w2: expected A better than B";
  unmet.decided = true;
  unmet.claim = "npe: expected A below 1";
  unmet.sentence = "npe: expected A below 1; the mean is 2: not met by 1";
  undecided.claim = "c";
  undecided.sentence = "s";
  EXPECT_EQ(RenderJUnit("moons & co", {met, unmet, undecided}),
            R"(<?xml version="1.0" encoding="UTF-8"?>
<testsuites>
  <testsuite name="moons &amp; co" tests="3" failures="2" errors="0">
    <testcase classname="moons &amp; co" name="w2: expected A better than B"/>
    <testcase classname="moons &amp; co" name="npe: expected A below 1">
      <failure type="not-met" message="npe: expected A below 1; the mean is 2: not met by 1"/>
    </testcase>
    <testcase classname="moons &amp; co" name="c">
      <failure type="undecided" message="s"/>
    </testcase>
  </testsuite>
</testsuites>
)");
}

TEST(RenderJUnitTest, NoVerdictsAreAnEmptySuite) {
  EXPECT_THAT(RenderJUnit("x", {}), testing::HasSubstr("tests=\"0\""));
}

}  // namespace
}  // namespace flow::lang
