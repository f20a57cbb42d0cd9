// The example of each code, as `flow explain` shows it, earns that code and no
// other. An example is a suite of two members, or else lines laid over an
// experiment that is fine without them.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "core/base/files.h"
#include "core/base/status_testing.h"
#include "flowlang/compile/compile_file.h"
#include "flowlang/diag/code.h"
#include "flowlang/diag/diagnostic_sink.h"
#include "flowlang/diag/renderer.h"
#include "flowlang/load/load_experiment.h"
#include "flowlang/load/source_set.h"

namespace flow::lang {
namespace {

constexpr char kBase[] = R"(
name: "base"
source { gaussian { dim: 2 } }
target { two_moons {} }
model { mlp { hidden: [8] } }
evaluate { name: "euler" metric { w2 {} } }
)";

std::string PathOf(const std::string& name) {
  return JoinPath(testing::TempDir(), name);
}

// The text that stands in this_file.textproto.
std::string FileOf(const CodeEntry& entry) {
  std::string text(entry.example);
  if (absl::StrContains(text, "flow.Suite")) return text;
  text = absl::StrCat("name: \"example\"\n", text, "\n");
  if (absl::StrContains(text, "extends:")) return text;
  return absl::StrCat("extends: \"a.textproto\"\n", text);
}

void Compile(const std::string& path, SourceSet* sources,
             DiagnosticSink* sink) {
  const SourceText* source = LoadSource(path, std::nullopt, sources, sink);
  ASSERT_NE(source, nullptr);
  CompileFile(*source, {}, sources, sink);
}

std::vector<CodeEntry> Earned() {
  std::vector<CodeEntry> earned;
  for (const CodeEntry& entry : AllCodes()) {
    if (!entry.example.empty()) earned.push_back(entry);
  }
  return earned;
}

std::string TestName(const testing::TestParamInfo<CodeEntry>& info) {
  return absl::StrReplaceAll(info.param.slug, {{"-", "_"}});
}

class CodeExampleTest : public testing::TestWithParam<CodeEntry> {
 protected:
  void SetUp() override {
    ASSERT_OK(WriteFileAtomically(PathOf("a.textproto"), kBase));
    ASSERT_OK(WriteFileAtomically(PathOf("b.textproto"), kBase));
  }
};

TEST_P(CodeExampleTest, EarnsItsCodeAndNoOther) {
  const std::string path = PathOf("this_file.textproto");
  ASSERT_OK(WriteFileAtomically(path, FileOf(GetParam())));
  SourceSet sources;
  DiagnosticSink sink;
  Compile(path, &sources, &sink);
  std::set<absl::string_view> slugs;
  for (const Diagnostic& diagnostic : sink.Sorted()) {
    slugs.insert(CodeSlug(diagnostic.code));
  }
  EXPECT_THAT(slugs, testing::ElementsAre(GetParam().slug))
      << RenderDiagnostics(sink);
}

INSTANTIATE_TEST_SUITE_P(All, CodeExampleTest, testing::ValuesIn(Earned()),
                         TestName);

TEST(CodeExamplesTest, WhatTheyAreLaidOverIsFine) {
  ASSERT_OK(WriteFileAtomically(PathOf("a.textproto"), kBase));
  SourceSet sources;
  DiagnosticSink sink;
  Compile(PathOf("a.textproto"), &sources, &sink);
  EXPECT_EQ(RenderDiagnostics(sink), "");
}

TEST(CodeExamplesTest, OnlyWhatIsNotSupportedHasNone) {
  for (const CodeEntry& entry : AllCodes()) {
    // what earns it changes with every trainer that is built
    EXPECT_EQ(entry.example.empty(), entry.code == Code::kNotSupported)
        << entry.slug;
  }
}

}  // namespace
}  // namespace flow::lang
