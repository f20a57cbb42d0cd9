#include "flowlang/lsp/open_documents.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "flowlang/load/file_identity.h"

namespace flow::lang {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pointee;

class OpenDocumentsTest : public testing::Test {
 protected:
  void SetUp() override {
    documents_.Open("file:///none/a", "1", 1);
    documents_.Open("file:///none/b", "2", std::nullopt);
    documents_.TakeDue();
  }
  OpenDocuments documents_{PositionEncoding::kUtf16};
};

TEST_F(OpenDocumentsTest, TheirTextsStandForTheFiles) {
  EXPECT_THAT(documents_.overlay().Find("/none/a"), Pointee(std::string("1")));
  EXPECT_TRUE(documents_.Change("file:///none/a", {{std::nullopt, "3"}}, 2));
  EXPECT_THAT(documents_.overlay().Find("/none/a"), Pointee(std::string("3")));
  EXPECT_EQ(documents_.Find("file:///none/a")->source().text(), "3");
  EXPECT_EQ(documents_.VersionOf("file:///none/a"), 2);
  EXPECT_TRUE(documents_.Close("file:///none/a"));
  EXPECT_EQ(documents_.overlay().Find("/none/a"), nullptr);
  EXPECT_EQ(documents_.Find("file:///none/a"), nullptr);
}

TEST_F(OpenDocumentsTest, ChangesComeOneAfterTheOther) {
  const TextChange changes[] = {{EditorRange{{0, 1}, {0, 1}}, "\nx"},
                                {EditorRange{{1, 0}, {1, 1}}, "y"}};
  EXPECT_TRUE(documents_.Change("file:///none/a", changes, 2));
  EXPECT_EQ(documents_.Find("file:///none/a")->source().text(), "1\ny");
}

TEST_F(OpenDocumentsTest, WhatIsNotOpenCannotChange) {
  EXPECT_FALSE(documents_.Change("file:///none/c", {}, 1));
  EXPECT_FALSE(documents_.Close("file:///none/c"));
  EXPECT_EQ(documents_.Find("file:///none/c"), nullptr);
}

TEST_F(OpenDocumentsTest, AChangeIsDueOnceAndAloneByItself) {
  documents_.Change("file:///none/a", {{std::nullopt, "3"}}, 2);
  EXPECT_THAT(documents_.TakeDue(), ElementsAre("file:///none/a"));
  EXPECT_THAT(documents_.TakeDue(), IsEmpty());
}

TEST_F(OpenDocumentsTest, SoAreThoseThatWereCompiledWithIt) {
  documents_.SetFilesOf("file:///none/b",
                        {FileIdentity("/none/z"), FileIdentity("/none/a")});
  documents_.Change("file:///none/a", {{std::nullopt, "3"}}, 2);
  EXPECT_THAT(documents_.TakeDue(),
              ElementsAre("file:///none/a", "file:///none/b"));
}

TEST_F(OpenDocumentsTest, OpeningAndClosingConcernsAll) {
  documents_.Open("file:///none/c", "", 1);
  EXPECT_THAT(documents_.TakeDue(), testing::SizeIs(3));
  documents_.Close("file:///none/c");
  EXPECT_THAT(documents_.TakeDue(), testing::SizeIs(2));
}

}  // namespace
}  // namespace flow::lang
