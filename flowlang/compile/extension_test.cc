// A path, a coupling and a metric that a program is linked with are named from
// a file like those of the language.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "flowlang/compile/compile_experiment.h"
#include "flowlang/compile/testing/parts_of_ones_own.pb.h"
#include "flowlang/diag/diag_testing.h"
#include "flowlang/plan/build_plan.h"

namespace flow::lang {
namespace {

using ::testing::HasSubstr;

class ExtensionTest : public DiagnosticTest {
 protected:
  std::optional<ExperimentPlan> Compile(const std::string& text,
                                        Purpose purpose = Purpose::kInspect) {
    // whoever links the parts refers to them
    my::lab::Spiral::descriptor();
    return CompileExperiment(
        *sources_.Add("a",
                      absl::StrCat("name: 'a' source { gaussian { dim: 2 } "
                                   "} target { two_moons {} } model { mlp "
                                   "{ hidden: 8 } } ",
                                   text)),
        {.purpose = purpose}, &sources_, sink());
  }

  SourceSet sources_;
};

TEST_F(ExtensionTest, IsPlannedWithItsDefaults) {
  const auto plan = Compile(
      "path { [my.lab.spiral] {} } coupling { [my.lab.by_angle] {} } "
      "evaluate { name: 'p' metric { [my.lab.turns] {} } metric { w2 {} } }");
  ASSERT_TRUE(plan);
  EXPECT_THAT(PrintPlan(*plan),
              HasSubstr("path       [my.lab.spiral] { turns: 2 }"));
  EXPECT_THAT(PrintPlan(*plan), HasSubstr("metric     [my.lab.turns] { }"));
  const auto again = CompileExperiment(*sources_.Add("b", plan->resolved), {},
                                       &sources_, sink());
  ASSERT_TRUE(again);
  EXPECT_EQ(again->hash, plan->hash);
}

// Whose law nothing here knows.
TEST_F(ExtensionTest, IsAveragedOverAndMadeAField) {
  for (const char* method :
       {"flow_matching { pairs_per_query: 4 given: TARGET }",
        "field_matching { field { from_path {} } plate_gap: 2 given: TARGET "
        "pairs_per_query: 4 }"}) {
    EXPECT_TRUE(Compile(absl::StrCat(
        "path { [my.lab.spiral] {} } method { ", method,
        " } evaluate { name: 'p' sampler { edm_heun {} } metric { w2 {} } }")))
        << method;
  }
}

TEST_F(ExtensionTest, ObeysItsOwnRules) {
  EXPECT_FALSE(Compile("path { [my.lab.spiral] { turns: 0 } }"));
  TakeError(Code::kOutOfRange, "'path.[my.lab.spiral].turns' must be > 0");
}

TEST_F(ExtensionTest, IsRefusedByARunThatNobodyTaughtIt) {
  EXPECT_FALSE(Compile("path { [my.lab.spiral] {} }", Purpose::kRun));
  EXPECT_EQ(TakeError(Code::kNotSupported, "no trainer obeys").span.text(),
            "[my.lab.spiral]");
}

}  // namespace
}  // namespace flow::lang
