// Every description in bad/ must give exactly the diagnostics in the .diag file
// beside it, every one in good/ the plan in its .plan file, and every one in
// the project's examples/ the plan in examples/ here. A bad file is named
// <code>__<case>: the code is one that its diagnostics carry.
//
// `bazel run //flowlang/testdata:golden_test` rewrites the goldens from what
// the compiler says today; review the difference before keeping it.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "core/base/check.h"
#include "core/base/files.h"
#include "core/base/status_testing.h"
#include "flowlang/compile/compile_file.h"
#include "flowlang/diag/code.h"
#include "flowlang/diag/diagnostic_sink.h"
#include "flowlang/diag/renderer.h"
#include "flowlang/load/load_experiment.h"
#include "flowlang/load/source_set.h"
#include "flowlang/plan/build_plan.h"

namespace flow::lang {
namespace {

using ::testing::HasSubstr;

constexpr absl::string_view kInput = ".textproto";
constexpr char kExamples[] = "../../examples";

bool Rewriting() { return std::getenv("BUILD_WORKSPACE_DIRECTORY") != nullptr; }

// The absolute path of bad/ or good/: the source tree's own when the goldens
// are rewritten.
std::string Folder(const std::string& name) {
  static const std::string* const start =
      new std::string(getcwd(nullptr, 0));  // tests change the folder later
  const char* workspace = std::getenv("BUILD_WORKSPACE_DIRECTORY");
  return JoinPath(JoinPath(workspace ? workspace : *start, "flowlang/testdata"),
                  name);
}

std::vector<std::string> NamesIn(const std::string& folder) {
  const auto names = ListDirectory(Folder(folder));
  FLOW_CHECK(names.ok()) << std::string(names.status().message());
  return *names;
}

// The descriptions of a folder, without their extension.
std::vector<std::string> Cases(const std::string& folder) {
  std::vector<std::string> cases;
  for (const std::string& name : NamesIn(folder)) {
    absl::string_view stem = name;
    if (absl::ConsumeSuffix(&stem, kInput)) cases.emplace_back(stem);
  }
  return cases;
}

std::string TestName(const testing::TestParamInfo<std::string>& info) {
  return absl::StrReplaceAll(info.param, {{"-", "_"}});
}

// The runs of a label differ in the seed alone: the first one's plan stands for
// them.
std::string Print(const SuitePlan& suite) {
  std::string text = absl::StrCat("suite ", suite.name, "\n");
  std::string last;
  for (const SuiteRun& run : suite.runs) {
    absl::StrAppend(&text, "\n", run.folder, "\n");
    if (run.label != last) text += PrintPlan(run.plan);
    last = run.label;
  }
  return text;
}

std::string Print(const ExperimentPlan& plan) { return PrintPlan(plan); }

// What a run writes beside its results.
std::string WrittenOut(const SuitePlan& suite) {
  return suite.runs[0].plan.resolved;
}
std::string WrittenOut(const ExperimentPlan& plan) { return plan.resolved; }

struct Texts {
  std::string plan, written_out;
};

struct Outcome {
  Texts texts;              // empty when there is no plan
  std::string diagnostics;  // as `flow check` prints them
  // of the experiment as it is written out, if it has a plan
  std::string diagnostics_then;
};

std::optional<Texts> CompileToTexts(const SourceText& source,
                                    SourceSet* sources, DiagnosticSink* sink) {
  const auto compiled =
      CompileFile(source, {.purpose = Purpose::kInspect}, sources, sink);
  if (!compiled) return std::nullopt;
  return std::visit(
      [](const auto& plan) {
        return Texts{Print(plan), WrittenOut(plan)};
      },
      *compiled);
}

// Compiles from inside the folder, so that messages show the name alone.
Outcome Compile(const std::string& folder, const std::string& stem) {
  FLOW_CHECK(chdir(Folder(folder).c_str()) == 0) << folder;
  const std::string here = getcwd(nullptr, 0);  // as the compiler sees it
  const std::string file = absl::StrCat(stem, kInput);
  SourceSet sources;
  DiagnosticSink sink, then;
  Texts texts;
  if (const SourceText* source =
          LoadSource(file, std::nullopt, &sources, &sink)) {
    texts = CompileToTexts(*source, &sources, &sink).value_or(Texts{});
  }
  if (!texts.written_out.empty()) {
    CompileToTexts(*sources.Add("written_out", texts.written_out), &sources,
                   &then);
  }
  const auto portable = [&](const std::string& text) {
    return absl::StrReplaceAll(text, {{here + "/", ""}});
  };
  texts.plan = portable(texts.plan);
  return {texts, portable(RenderDiagnostics(sink)), RenderDiagnostics(then)};
}

void ExpectGolden(const std::string& actual, const std::string& folder,
                  const std::string& name) {
  const std::string path = JoinPath(Folder(folder), name);
  if (Rewriting()) {
    ASSERT_OK(WriteFileAtomically(path, actual));
    return;
  }
  ASSERT_OK_AND_ASSIGN(const std::string golden, ReadFile(path));
  EXPECT_EQ(golden, actual)
      << "to accept: bazel run //flowlang/testdata:golden_test";
}

std::string CodeOf(const std::string& stem) {
  return stem.substr(0, stem.find("__"));
}

class BadTest : public testing::TestWithParam<std::string> {};

TEST_P(BadTest, GivesTheseDiagnostics) {
  const Outcome outcome = Compile("bad", GetParam());
  EXPECT_THAT(outcome.diagnostics,
              HasSubstr(absl::StrCat("[", CodeOf(GetParam()), "]")));
  ExpectGolden(outcome.diagnostics, "bad", GetParam() + ".diag");
  const bool only_warnings =
      !absl::StrContains(outcome.diagnostics, ": error: ");
  EXPECT_EQ(only_warnings, !outcome.texts.plan.empty())
      << "a description with errors has no plan, one with warnings has";
}

INSTANTIATE_TEST_SUITE_P(All, BadTest, testing::ValuesIn(Cases("bad")),
                         TestName);

class GoodTest : public testing::TestWithParam<std::string> {};

TEST_P(GoodTest, GivesThisPlanAndNoDiagnostics) {
  const Outcome outcome = Compile("good", GetParam());
  EXPECT_EQ(outcome.diagnostics, "");
  EXPECT_EQ(outcome.diagnostics_then, "") << "written out it says no more";
  ExpectGolden(outcome.texts.plan, "good", GetParam() + ".plan");
}

INSTANTIATE_TEST_SUITE_P(All, GoodTest, testing::ValuesIn(Cases("good")),
                         TestName);

// The plans of the examples, which lie beside the descriptions themselves.
class ExampleTest : public testing::TestWithParam<std::string> {};

TEST_P(ExampleTest, GivesThisPlanAndNoDiagnostics) {
  const Outcome outcome = Compile(kExamples, GetParam());
  EXPECT_EQ(outcome.diagnostics, "");
  EXPECT_EQ(outcome.diagnostics_then, "") << "written out it says no more";
  ExpectGolden(outcome.texts.plan, "examples", GetParam() + ".plan");
}

INSTANTIATE_TEST_SUITE_P(All, ExampleTest, testing::ValuesIn(Cases(kExamples)),
                         TestName);

TEST(CatalogueTest, EveryCodeHasACase) {
  std::set<std::string> shown;
  for (const std::string& stem : Cases("bad")) shown.insert(CodeOf(stem));
  for (const CodeEntry& entry : AllCodes()) {
    // of extensions alone today: compile/extension_test.cc
    if (entry.code == Code::kNotSupported) continue;
    EXPECT_EQ(shown.count(std::string(entry.slug)), 1u) << entry.slug;
  }
}

TEST(CatalogueTest, EveryGoldenHasItsDescription) {
  for (const std::string folder : {"bad", "good", "examples"}) {
    const std::vector<std::string> cases =
        Cases(folder == "examples" ? kExamples : folder);
    for (const std::string& name : NamesIn(folder)) {
      const std::string stem = name.substr(0, name.rfind('.'));
      EXPECT_EQ(std::count(cases.begin(), cases.end(), stem), 1) << name;
    }
  }
}

}  // namespace
}  // namespace flow::lang
