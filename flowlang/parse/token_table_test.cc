#include "flowlang/parse/token_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "flowlang/diag/diag_testing.h"

namespace flow::lang {
namespace {

using ::testing::ElementsAre;
using Kind = Token::Kind;

class TokenTableTest : public DiagnosticTest {
 protected:
  // The tokens of `text` but the last; keeps the table for more questions.
  std::vector<std::string> Words(std::string text) {
    sources_.push_back(
        std::make_unique<SourceText>("a.textproto", std::move(text)));
    table_ = std::make_unique<TokenTable>(*sources_.back(), sink());
    std::vector<std::string> words;
    for (int i = 0; i + 1 < table_->size(); ++i) {
      words.emplace_back(table_->text((*table_)[i]));
    }
    return words;
  }
  std::vector<Kind> Kinds() const {
    std::vector<Kind> kinds;
    for (int i = 0; i < table_->size(); ++i) kinds.push_back((*table_)[i].kind);
    return kinds;
  }

  // all of them: the sink points into each
  std::vector<std::unique_ptr<SourceText>> sources_;
  std::unique_ptr<TokenTable> table_;
};

TEST_F(TokenTableTest, SplitsATextIntoTokens) {
  EXPECT_THAT(Words("train { batch: 64, rate: -1e-3 name: \"x y\" } # end"),
              ElementsAre("train", "{", "batch", ":", "64", ",", "rate", ":",
                          "-", "1e-3", "name", ":", "\"x y\"", "}"));
  EXPECT_THAT(Kinds(),
              ElementsAre(Kind::kIdentifier, Kind::kSymbol, Kind::kIdentifier,
                          Kind::kSymbol, Kind::kInteger, Kind::kSymbol,
                          Kind::kIdentifier, Kind::kSymbol, Kind::kSymbol,
                          Kind::kFloat, Kind::kIdentifier, Kind::kSymbol,
                          Kind::kString, Kind::kSymbol, Kind::kEnd));
  EXPECT_TRUE(table_->readable());
  EXPECT_TRUE(table_->clean());
}

TEST_F(TokenTableTest, OffsetsAreBytesWhateverTheTabs) {
  EXPECT_THAT(Words("\t \tä: 1"), testing::SizeIs(3));
  TakeError(Code::kSyntax, "'ä' has no meaning outside of quoted text");
  EXPECT_THAT(Words("a:\t\"ä→\"\t\t1 # ü\n\t\t b"),
              ElementsAre("a", ":", "\"ä→\"", "1", "b"));
}

TEST_F(TokenTableTest, NothingIsOneEnd) {
  for (const char* text : {"", "\n\n", "# a comment", "# one\n# two\n"}) {
    EXPECT_THAT(Words(text), ElementsAre());
    EXPECT_THAT(Kinds(), ElementsAre(Kind::kEnd));
    EXPECT_TRUE(table_->readable());
  }
}

TEST_F(TokenTableTest, AByteOrderMarkIsNoToken) {
  EXPECT_THAT(Words("\xEF\xBB\xBFseed: 1"), ElementsAre("seed", ":", "1"));
}

TEST_F(TokenTableTest, PairsBrackets) {
  Words("a { b [ < > ] } } <");
  const auto partner = [this](int i) { return (*table_)[i].partner; };
  EXPECT_EQ(partner(1), 7);
  EXPECT_EQ(partner(3), 6);
  EXPECT_EQ(partner(4), 5);
  EXPECT_EQ(partner(5), 4);
  EXPECT_EQ(partner(7), 1);
  EXPECT_EQ(partner(8), -1) << "closes nothing";
  EXPECT_EQ(partner(9), -1) << "is not closed";
}

TEST_F(TokenTableTest, GluesBadNumbers) {
  EXPECT_THAT(Words("64k 1.2.3 10_000 0x 08 1e 5"),
              ElementsAre("64k", "1.2.3", "10_000", "0x", "08", "1e", "5"));
  EXPECT_THAT(Kinds(),
              ElementsAre(Kind::kBadNumber, Kind::kBadNumber, Kind::kBadNumber,
                          Kind::kBadNumber, Kind::kBadNumber, Kind::kBadNumber,
                          Kind::kInteger, Kind::kEnd));
}

TEST_F(TokenTableTest, ReportsQuotesThatAreNotClosed) {
  Words("a: \"moons\nb: 1\nc: 'x");
  EXPECT_EQ(
      TakeRendered(),
      R"(a.textproto:1:4: error: the quoted text is not closed on its line [syntax]
    1 | a: "moons
      |    ^~~~~~
a.textproto:3:4: error: the quoted text is not closed on its line [syntax]
    3 | c: 'x
      |    ^~
2 errors in a.textproto
)");
  EXPECT_TRUE(table_->readable());
  EXPECT_FALSE(table_->clean());
}

TEST_F(TokenTableTest, ReportsBadEscapes) {
  Words(R"(a: "C:\data")");
  TakeError(Code::kSyntax, "a backslash must be followed by");
}

TEST_F(TokenTableTest, ReportsNeighbouringForeignCharactersOnce) {
  Words("name: “moons”\nβ₁: 1");
  EXPECT_EQ(TakeError(Code::kSyntax, "'“' has no").help,
            "use straight quotes, \"...\"");
  TakeError(Code::kSyntax, "'”' has no");
  EXPECT_EQ(TakeError(Code::kSyntax, "'β' has no").span.begin, 18);
}

TEST_F(TokenTableTest, ReportsControlCharacters) {
  EXPECT_THAT(Words("a: \x01\x02 1\nb\x03"), ElementsAre("a", ":", "1", "b"));
  EXPECT_EQ(TakeError(Code::kSyntax, "control character").span.begin, 3);
  EXPECT_EQ(TakeError(Code::kSyntax, "control character").span.begin, 9);
  EXPECT_THAT(Kinds(), testing::Contains(Kind::kInteger));
}

TEST_F(TokenTableTest, WhatIsNotTextIsNotRead) {
  Words(std::string("a: 1\0b", 6));
  EXPECT_EQ(TakeError(Code::kSyntax, "not text; byte 4 is zero").span.begin, 4);
  EXPECT_FALSE(table_->readable());
  EXPECT_EQ(table_->size(), 1);
  Words("a: \xFF");
  TakeError(Code::kSyntax, "not text; byte 3 is not UTF-8");
  EXPECT_FALSE(table_->readable());
}

TEST_F(TokenTableTest, NestsAHundredDeepAndNoMore) {
  const auto nested = [](int n) {
    std::string text;
    for (int i = 0; i < n; ++i) absl::StrAppend(&text, "a {");
    return text + std::string(n, '}');
  };
  Words(nested(100));
  EXPECT_TRUE(table_->readable());
  Words(nested(101));
  EXPECT_EQ(TakeError(Code::kSyntax, "may nest at most 100 deep").span.begin,
            302);
  EXPECT_FALSE(table_->readable());
}

TEST_F(TokenTableTest, GivesUpWhenTooMuchIsWrong) {
  std::string text;
  for (int i = 0; i < 1000; ++i) absl::StrAppend(&text, "é ");
  Words(text);
  EXPECT_EQ(sink()->error_count(), 100);
  EXPECT_FALSE(table_->readable());
  TakeRendered();
}

}  // namespace
}  // namespace flow::lang
