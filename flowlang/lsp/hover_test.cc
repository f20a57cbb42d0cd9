#include "flowlang/lsp/hover.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "flowlang/lsp/lsp_testing.h"

namespace flow::lang {
namespace {

using ::testing::StartsWith;

class HoverTest : public LspTest {
 protected:
  std::string At(const std::string& marked) {
    Open("a.textproto", marked);
    const auto hover = HoverAt(parsed(), cursor());
    if (!hover) return "";
    word_ = TextIn(hover->range);
    return hover->markdown;
  }
  std::string word_;
};

TEST_F(HoverTest, ANameHasTheManualOfItsField) {
  EXPECT_THAT(At("train { bat|ch: 64 }"),
              StartsWith("**batch**: whole number, between"));
  EXPECT_EQ(word_, "batch");
  EXPECT_THAT(At("train {\r\n  # \u20AC\r\n  \tsteps|: 1"),
              StartsWith("**steps**"));
  EXPECT_EQ(word_, "steps");
}

TEST_F(HoverTest, AWordOfAnEnumHasItsOwn) {
  EXPECT_THAT(At("coupling { minibatch_ot { pairing: RE|SAMPLE } }"),
              StartsWith("**RESAMPLE**\n\nAs many pairs"));
  EXPECT_EQ(word_, "RESAMPLE");
  EXPECT_THAT(At("coupling { minibatch_ot { pairing: RE|SMPL } }"),
              StartsWith("**pairing**"));
}

TEST_F(HoverTest, AnotherValueHasThatOfItsField) {
  EXPECT_THAT(At("train { batch: 6|4 }"), StartsWith("**batch**"));
  EXPECT_THAT(At("model { mlp { hidden: [8, 1|6] } }"),
              StartsWith("**hidden**"));
  EXPECT_EQ(word_, "16");
}

TEST_F(HoverTest, SuitesHaveAManualToo) {
  EXPECT_THAT(At("# proto-message: flow.Suite\nexpect { bet|ter: 'A' }"),
              StartsWith("**better**: text\n\nThe member that is claimed"));
}

TEST_F(HoverTest, ThereIsNothingToSayElsewhere) {
  for (const char* marked : {"|", "trai|n_ { }", "# tr|ain", "train { | }",
                             "train |{ }", "seed: | 1", "trn { ba|tch: 1 }"}) {
    EXPECT_EQ(At(marked), "") << marked;
  }
}

}  // namespace
}  // namespace flow::lang
