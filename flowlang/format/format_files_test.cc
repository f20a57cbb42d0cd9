// What must hold of every text that can be formatted: the same message, the
// same tokens, the same comments, and nothing left to do a second time. The
// texts are the examples, the test data, a text with all of the syntax, and
// all of these with other blanks and comments between their tokens.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "core/base/check.h"
#include "core/base/files.h"
#include "core/base/random.h"
#include "flowlang/diag/diagnostic_sink.h"
#include "flowlang/format/format_text.h"
#include "flowlang/format/gap.h"
#include "flowlang/load/load_experiment.h"
#include "flowlang/parse/parser.h"
#include "flowlang/parse/testing/sample.pb.h"
#include "flowlang/parse/token_table.h"
#include "flowlang/schema/experiment.pb.h"
#include "flowlang/schema/suite.pb.h"
#include "flowlang/source/location_map.h"
#include "google/protobuf/message.h"

namespace flow::lang {
namespace {

using ::testing::UnorderedElementsAreArray;

// Most of the syntax, in messages of the sample schema.
constexpr char kAllSyntax[] = R"(
seed : 0x1F , name: 'a' "b"
  "c" ;
train: < batch: 64 betas: [0.9, .99, 0.] shuffle: true;
  activations: [ RELU , 1 ] radius: - inf > seeds: [] seeds: [1,-2, 3] seeds: 4
coupling { minibatch_ot { solver: EXACT } }
evaluate [ { name: "x" metric { w2 {
} } }, <>, { metric { w2 {} } } ]
evaluate []
tag: ['a' 'b', "c"]
scalars { inner { inner < many {} many { i32: - 1 } > } text: "it's # \x41" })";

struct Case {
  std::string name;
  std::string text;
  const google::protobuf::Message* prototype;
};

void PrintTo(const Case& one, std::ostream* out) { *out << one.name; }

// A text is of the message that its head names.
Case CaseOf(const std::string& path, const std::string& text) {
  DiagnosticSink sink;
  const SourceText source(path, text);
  if (KindOf(source, &sink) == FileKind::kSuite) {
    return {path, text, &Suite::default_instance()};
  }
  return {path, text, &Experiment::default_instance()};
}

std::vector<Case> AllCases() {
  std::vector<Case> cases = {
      {"all_syntax", kAllSyntax, &sample::Trial::default_instance()}};
  for (const std::string folder :
       {"examples", "flowlang/testdata/good", "flowlang/testdata/parts",
        "flowlang/testdata/bad"}) {
    const auto names = ListDirectory(folder);
    FLOW_CHECK(names.ok()) << std::string(names.status().message());
    for (const std::string& name : *names) {
      if (!absl::EndsWith(name, ".textproto")) continue;
      const auto text = ReadFile(JoinPath(folder, name));
      FLOW_CHECK(text.ok()) << std::string(text.status().message());
      cases.push_back(CaseOf(JoinPath(folder, name), *text));
    }
  }
  return cases;
}

// What a text holds besides its layout.
struct Content {
  std::vector<std::string> tokens;  // brackets as {}, no separators
  std::vector<std::string> comments;
  bool readable = false;
  bool valid = false;   // under its schema
  std::string message;  // serialized, whatever was right
};

Content Read(const std::string& text, const Case& one) {
  const SourceText source(one.name, text);
  DiagnosticSink sink;
  const TokenTable tokens(source, &sink);
  Content content;
  content.readable = tokens.readable() && tokens.clean();
  for (int i = 0; i < tokens.size(); ++i) {
    const int begin = i == 0 ? 0 : tokens[i - 1].end;
    for (const Comment& comment :
         ReadGap(source, begin, tokens[i].begin).comments) {
      content.comments.push_back(comment.text);
    }
    std::string word(tokens.text(tokens[i]));
    if (word == "<") word = "{";
    if (word == ">") word = "}";
    if (word != "," && word != ";" && word != ":")
      content.tokens.push_back(word);
  }
  const std::unique_ptr<google::protobuf::Message> message(
      one.prototype->New());
  LocationMap locations;
  content.valid = ParseTextproto(source, message.get(), &locations, &sink);
  content.message = message->SerializePartialAsString();
  return content;
}

// No line begins or ends wrong.
void ExpectTidy(const std::string& text) {
  EXPECT_TRUE(text.empty() || absl::EndsWith(text, "\n"));
  EXPECT_FALSE(absl::StartsWith(text, "\n"));
  for (const char* wrong : {"\n\n\n", "\n\n}", "\n\n]", "{\n\n", "\r", "\t",
                            " \n", " ,", ",,", ";\n", "<", ">"}) {
    EXPECT_FALSE(absl::StrContains(text, wrong)) << wrong;
  }
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    const size_t indent = std::min(line.find_first_not_of(' '), line.size());
    // but for what goes on with the comment above
    if (!absl::StartsWith(line.substr(indent), "#")) {
      EXPECT_EQ(indent % 2, 0u) << line;
    }
  }
}

// Formats a text and holds the form against it. False when it was refused.
bool CheckFormat(const std::string& text, const Case& one) {
  const SourceText source(one.name, text);
  DiagnosticSink sink;
  const std::optional<std::string> form = FormatTextproto(source, &sink);
  EXPECT_EQ(form.has_value(), !sink.has_errors());
  if (!form) return false;
  const Content before = Read(text, one);
  const Content after = Read(*form, one);
  EXPECT_EQ(before.tokens, after.tokens);
  EXPECT_THAT(after.comments, UnorderedElementsAreArray(before.comments));
  EXPECT_EQ(before.valid, after.valid);
  EXPECT_EQ(before.message, after.message);
  ExpectTidy(*form);
  const SourceText again(one.name, *form);
  EXPECT_EQ(FormatTextproto(again, &sink), form);
  return true;
}

class FormatFilesTest : public testing::TestWithParam<Case> {};

TEST_P(FormatFilesTest, TheFormSaysTheSameAndStays) {
  const bool formatted = CheckFormat(GetParam().text, GetParam());
  // no schema, no other mistakes than those of the syntax
  const bool may_be_refused =
      absl::StrContains(GetParam().name, "bad/syntax__") ||
      !Read(GetParam().text, GetParam()).readable;
  EXPECT_TRUE(formatted || may_be_refused);
}

TEST_P(FormatFilesTest, ExamplesHaveTheForm) {
  if (!absl::StartsWith(GetParam().name, "examples/")) return;
  const SourceText source(GetParam().name, GetParam().text);
  DiagnosticSink sink;
  EXPECT_EQ(FormatTextproto(source, &sink), GetParam().text)
      << "to mend it: flow fmt " << GetParam().name;
}

// What the mutations put between two tokens.
constexpr absl::string_view kGaps[] = {" ",
                                       "  ",
                                       "\t",
                                       "\n",
                                       "\n\n",
                                       "\n\n\n ",
                                       "\r\n",
                                       " \t\r\n  \r\n",
                                       " # c\n",
                                       "\n  # c\n",
                                       "\n# c\r\n",
                                       "\n\n#c\n",
                                       " # c\n# c\n\n",
                                       "# c\n   # c\n"};

// The tokens of a text with other gaps: mostly blanks, so that groups stay on
// one line now and then, or anything.
std::string Mutate(const std::string& text, RowRandom* random) {
  const SourceText source("a.textproto", text);
  DiagnosticSink sink;
  const TokenTable tokens(source, &sink);
  const double wild = random->Uniform();
  std::string mutated;
  for (int i = 0; i < tokens.size(); ++i) {
    const bool any = random->Uniform() < wild;
    absl::StrAppend(&mutated,
                    any ? kGaps[random->UniformInt(std::size(kGaps))] : " ",
                    std::string(tokens.text(tokens[i])));
  }
  return mutated;
}

TEST_P(FormatFilesTest, WhateverStandsBetweenTheTokens) {
  const SourceText source(GetParam().name, GetParam().text);
  DiagnosticSink sink;
  if (!FormatTextproto(source, &sink)) return;
  for (uint64_t row = 0; row < 20; ++row) {
    RowRandom random(Seed{21}, row);
    const std::string mutated = Mutate(GetParam().text, &random);
    SCOPED_TRACE(mutated);
    EXPECT_TRUE(CheckFormat(mutated, GetParam()));
    if (HasFailure()) return;
  }
}

INSTANTIATE_TEST_SUITE_P(All, FormatFilesTest, testing::ValuesIn(AllCases()));

// Whatever the tokens: no crash, and what is accepted is kept.
TEST(FormatRandomTest, RandomTokens) {
  const std::vector<std::string> words = {
      "train", "batch", "a",   "b",     ":",   ":",     ":",  "{",
      "}",     "[",     "]",   "<",     ">",   ",",     ";",  "-",
      "1",     ".5",    "64k", "\"x\"", "'y'", "# c\n", "\n", "\n\n"};
  const Case one = {"random", "", &sample::Trial::default_instance()};
  int accepted = 0;
  for (uint64_t row = 0; row < 20000; ++row) {
    RowRandom random(Seed{22}, row);
    std::string text;
    const int length = static_cast<int>(random.UniformInt(14));
    for (int i = 0; i < length; ++i) {
      absl::StrAppend(&text, words[random.UniformInt(words.size())], " ");
    }
    SCOPED_TRACE(text);
    accepted += CheckFormat(text, one);
    if (HasFailure()) return;
  }
  EXPECT_GT(accepted, 500) << "too few to say anything";
}

}  // namespace
}  // namespace flow::lang
