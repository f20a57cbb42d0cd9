#include "flowlang/rules/planned.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "flowlang/diag/diag_testing.h"
#include "flowlang/parse/parser.h"
#include "flowlang/parse/testing/sample.pb.h"
#include "flowlang/source/source_text.h"

namespace flow::lang {
namespace {

class PlannedTest : public DiagnosticTest {
 protected:
  std::string Check(const std::string& text) {
    sources_.push_back(std::make_unique<SourceText>("a.textproto", text));
    const SourceText& source = *sources_.back();
    sample::Trial trial;
    LocationMap locations;
    EXPECT_TRUE(ParseTextproto(source, &trial, &locations, sink()));
    CheckPlanned(trial, locations, sink());
    EXPECT_EQ(UsesPlanned(trial), sink()->has_errors());
    return "\n" + TakeRendered();
  }

 private:
  // diagnostics point into them until the end of the test
  std::vector<std::unique_ptr<SourceText>> sources_;
};

TEST_F(PlannedTest, SaysNothingOfWhatIsObeyed) {
  EXPECT_EQ(Check("train { activation: TANH } coupling { independent {} }"),
            "\n");
}

TEST_F(PlannedTest, ADefaultIsWhatHappensAnyway) {
  EXPECT_EQ(Check("train { repeats: 1 }"), "\n");
}

TEST_F(PlannedTest, PointsAtTheFieldTheValueOrTheExtension) {
  EXPECT_EQ(Check("train {\n"
                  "  repeats: 2\n"
                  "  activation: GELU\n"
                  "}\n"
                  "coupling { [flow.sample.spiral] { turns: 1 } }\n"),
            R"(
a.textproto:2:3: error: no trainer obeys 'train.repeats' yet [not-supported]
    2 |   repeats: 2
      |   ^~~~~~~
      = help: 'flow check' and 'flow plan' take it, 'flow run' does not
a.textproto:3:15: error: no trainer obeys 'train.activation' = GELU yet [not-supported]
    3 |   activation: GELU
      |               ^~~~
      = help: 'flow check' and 'flow plan' take it, 'flow run' does not
a.textproto:5:12: error: no trainer obeys 'coupling.[flow.sample.spiral]' yet [not-supported]
    5 | coupling { [flow.sample.spiral] { turns: 1 } }
      |            ^~~~~~~~~~~~~~~~~~~~
      = help: 'flow check' and 'flow plan' take it, 'flow run' does not
3 errors in a.textproto
)");
}

}  // namespace
}  // namespace flow::lang
