/// Whatever the bytes: no crash, no hang, and a refusal names a place in the
/// file.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/base/random.h"
#include "flowlang/diag/diag_testing.h"
#include "flowlang/diag/diagnostic_sink.h"
#include "flowlang/diag/renderer.h"
#include "flowlang/parse/parser.h"
#include "flowlang/parse/testing/sample.pb.h"

namespace flow::lang {
namespace {

// Parses; a text is refused exactly when something is reported, and all that is
// reported lies in it and can be shown. Gives the number of errors.
int CheckParse(const std::string& text) {
  const SourceText source("a.textproto", text);
  sample::Trial trial;
  LocationMap locations;
  DiagnosticSink sink;
  const bool parsed = ParseTextproto(source, &trial, &locations, &sink);
  EXPECT_EQ(parsed, !sink.has_errors());
  for (const Diagnostic& diagnostic : sink.Sorted()) {
    EXPECT_EQ(diagnostic.span.source, &source);
    EXPECT_LE(0, diagnostic.span.begin);
    EXPECT_LE(diagnostic.span.begin, diagnostic.span.end);
    EXPECT_LE(diagnostic.span.end, source.size());
  }
  for (const auto& [path, location] : locations) {
    EXPECT_LT(location.name.begin, location.name.end) << path;
    EXPECT_LT(location.value.begin, location.value.end) << path;
    EXPECT_LE(location.value.end, source.size()) << path;
  }
  EXPECT_EQ(RenderDiagnostics(sink).empty(), parsed);
  return sink.error_count();
}

std::string Repeated(const std::string& piece, int n) {
  std::string text;
  for (int i = 0; i < n; ++i) text += piece;
  return text;
}

TEST(ParserRobustnessTest, ManyBracesAreOneMistake) {
  for (const char* piece : {"{", "train {", "scalars { many [ ", "[", "<",
                            "scalars { inner { ", "x { "}) {
    SCOPED_TRACE(piece);
    EXPECT_EQ(CheckParse(Repeated(piece, 20000)), 1);
  }
}

TEST(ParserRobustnessTest, ManyClosingBracesEnd) {
  EXPECT_LE(CheckParse(Repeated("}", 20000)), 101);
  EXPECT_LE(CheckParse(Repeated("train { ] ", 20000)), 101);
}

TEST(ParserRobustnessTest, AMegabyteOfAnything) {
  for (const char* piece :
       {"x",  "x ", "1",        "\"", "'a' ", "seed: 1 ",   "nope: 1\n",
        "- ", ": ", ",",        "\\", "é",    "\xFF",       "\x01 ",
        "# ", "0x", "seeds: [", "\t", "\n",   "tag: \"x\" "}) {
    SCOPED_TRACE(piece);
    const int n = 1'000'000 / static_cast<int>(std::string(piece).size());
    EXPECT_LE(CheckParse(Repeated(piece, n)), 110);
  }
}

TEST(ParserRobustnessTest, ALongLineIsCut) {
  const std::string text = Repeated("seeds: 1 ", 100'000) + "seed: x";
  const SourceText source("a.textproto", text);
  sample::Trial trial;
  LocationMap locations;
  DiagnosticSink sink;
  EXPECT_FALSE(ParseTextproto(source, &trial, &locations, &sink));
  EXPECT_EQ(RenderDiagnostics(sink),
            "a.textproto:1:900007: error: 'seed' must be a whole number; got x "
            "[wrong-type]\n"
            "    1 | ..." +
                text.substr(text.size() - 100) + "\n      | " +
                std::string(3 + 99, ' ') + "^\n1 error in a.textproto\n");
}

TEST(ParserRobustnessTest, RandomBytes) {
  for (uint64_t row = 0; row < 300; ++row) {
    RowRandom random(Seed{11}, row);
    std::string text(random.UniformInt(200), '\0');
    for (char& byte : text) byte = static_cast<char>(random.UniformInt(256));
    SCOPED_TRACE(row);
    CheckParse(text);
  }
}

TEST(ParserRobustnessTest, RandomTokens) {
  const std::vector<std::string> words = {
      "train",      "batch", "seeds",    "scalars", "inner", "many", "name",
      "coupling",   "{",     "}",        "[",       "]",     "<",    ">",
      ":",          ",",     ";",        "=",       "-",     "1",    "1.5",
      "64k",        "\"a\"", "\"a",      "SILU",    "nope",  "#",    "\n",
      "activation", "“",     "evaluate", "metric",  "w2",    "inf",  "\x01"};
  for (uint64_t row = 0; row < 3000; ++row) {
    RowRandom random(Seed{12}, row);
    std::string text;
    const int length = static_cast<int>(random.UniformInt(60));
    for (int i = 0; i < length; ++i) {
      absl::StrAppend(&text, words[random.UniformInt(words.size())], " ");
    }
    SCOPED_TRACE(text);
    CheckParse(text);
  }
}

TEST(ParserRobustnessTest, OneTokenTooFewIsNeverSilentlyWrong) {
  const std::string text =
      "train { batch : 64 betas : [ 0.9 , 0.99 ] } coupling { minibatch_ot { "
      "solver : EXACT } } evaluate { name : \"a\" metric { w2 { } } }";
  for (size_t at = 0; at < text.size(); at = text.find(' ', at + 1)) {
    const size_t next = std::min(text.find(' ', at + 1), text.size());
    CheckParse(text.substr(0, at) + text.substr(next));
    CheckParse(text.substr(0, at));
    if (next == text.size()) break;
  }
}

}  // namespace
}  // namespace flow::lang
