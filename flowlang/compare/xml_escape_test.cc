#include "flowlang/compare/xml_escape.h"

#include "gtest/gtest.h"

namespace flow::lang {
namespace {

TEST(EscapeXmlTest, LeavesNothingThatXmlReads) {
  EXPECT_EQ(EscapeXml("a<b>&\"'\n\x01 ü"), "a&lt;b&gt;&amp;&quot;&apos;   ü");
}

}  // namespace
}  // namespace flow::lang
