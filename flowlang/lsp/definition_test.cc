#include "flowlang/lsp/definition.h"

#include <gtest/gtest.h>

#include <string>

#include "flowlang/lsp/lsp_testing.h"

namespace flow::lang {
namespace {

class DefinitionTest : public LspTest {
 protected:
  std::optional<EditorLocation> At(const std::string& marked) {
    Open("a.textproto", marked);
    return DefinitionAt(parsed(), cursor(), overlay());
  }
};

TEST_F(DefinitionTest, ExtendsLeadsToTheFile) {
  Write("base.textproto", "");
  const auto location = At("extends: \"ba|se.textproto\"");
  ASSERT_TRUE(location);
  EXPECT_EQ(location->uri, "file://" + Path("base.textproto"));
  EXPECT_EQ(location->range, EditorRange());
}

TEST_F(DefinitionTest, SoDoesAMembersFile) {
  Write("sub/one.textproto", "");
  const auto location =
      At("# proto-message: flow.Suite\n"
         "member { label: 'A' file: \"sub/../sub/one.textp|roto\" }");
  ASSERT_TRUE(location);
  EXPECT_EQ(location->uri, "file://" + Path("sub/one.textproto"));
}

TEST_F(DefinitionTest, AFileThatIsOnlyOpenIsAFileToo) {
  overlay().Set(Path("new.textproto"), "");
  EXPECT_TRUE(At("extends: '|new.textproto'"));
  EXPECT_FALSE(At("extends: '|none.textproto'"));
}

TEST_F(DefinitionTest, ALabelLeadsToItsMember) {
  for (const char* expect :
       {"expect { better: 'A|B' }", "expect { metric: 'w2' of: |\"AB\" }",
        "expect { than: 'AB,bat|ch=64' }"}) {
    const auto location =
        At(std::string("# proto-message: flow.Suite\n"
                       "member { label: 'A' }\nmember { label: 'AB' }\n") +
           expect);
    ASSERT_TRUE(location) << expect;
    EXPECT_EQ(location->uri, document().uri());
    EXPECT_EQ(location->range, (EditorRange{{2, 16}, {2, 20}}));
    EXPECT_EQ(TextIn(location->range), "'AB'");
  }
}

TEST_F(DefinitionTest, OtherPlacesLeadNowhere) {
  for (const char* marked :
       {"|", "se|ed: 1", "# proto-message: flow.Suite\nexpect { of: 'N|o' }",
        "# proto-message: flow.Suite\nexpect { met|ric: 'A' }"}) {
    EXPECT_FALSE(At(marked)) << marked;
  }
}

}  // namespace
}  // namespace flow::lang
