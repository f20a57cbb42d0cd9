#include "flowlang/manual/introduction.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "core/base/files.h"
#include "core/base/status_testing.h"
#include "flowlang/compile/compile_experiment.h"
#include "flowlang/diag/diagnostic_sink.h"
#include "flowlang/diag/renderer.h"
#include "flowlang/load/load_experiment.h"
#include "flowlang/load/source_set.h"

namespace flow::lang {
namespace {

// What stands between ```textproto and ```.
std::vector<std::string> Samples() {
  const std::vector<std::string> parts =
      absl::StrSplit(Introduction(), "```textproto\n");
  std::vector<std::string> samples;
  for (size_t i = 1; i < parts.size(); ++i) {
    samples.push_back(parts[i].substr(0, parts[i].find("```")));
  }
  return samples;
}

void ExpectCompiles(const std::string& name, const std::string& text) {
  const std::string path = JoinPath(testing::TempDir(), name);
  ASSERT_OK(WriteFileAtomically(path, text));
  SourceSet sources;
  DiagnosticSink sink;
  const SourceText* source = LoadSource(path, std::nullopt, &sources, &sink);
  ASSERT_NE(source, nullptr);
  EXPECT_TRUE(CompileExperiment(*source, {}, &sources, &sink));
  EXPECT_EQ(RenderDiagnostics(sink), "");
}

// The third one shows an extension, which only another program has.
TEST(IntroductionTest, ItsExperimentsCompile) {
  const std::vector<std::string> samples = Samples();
  ASSERT_EQ(samples.size(), 3u);
  ExpectCompiles("moons.textproto", samples[0]);
  ExpectCompiles("moons_independent.textproto", samples[1]);
}

}  // namespace
}  // namespace flow::lang
