#include "flowlang/manual/topics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/base/files.h"
#include "core/base/status_testing.h"
#include "core/io/safetensors.h"
#include "core/nn/parameter_shapes.h"
#include "flowlang/compile/compile_experiment.h"
#include "flowlang/diag/diagnostic_sink.h"
#include "flowlang/diag/renderer.h"
#include "flowlang/load/load_experiment.h"
#include "flowlang/load/source_set.h"
#include "flowlang/manual/setting_paths.h"

namespace flow::lang {
namespace {

using google::protobuf::Descriptor;
using ::testing::Contains;
using ::testing::Not;

std::vector<std::string> NamesOf(const Chapter& chapter) {
  std::vector<std::string> names;
  for (const Descriptor* type : chapter.types) names.push_back(type->name());
  return names;
}

const Chapter ChapterOf(const std::string& name) {
  for (const Chapter& chapter : AllChapters()) {
    if (chapter.topic->name == name) return chapter;
  }
  ADD_FAILURE() << name;
  return {};
}

TEST(TopicsTest, TellOfEveryMessageOnce) {
  std::set<const Descriptor*> told;
  for (const Chapter& chapter : AllChapters()) {
    for (const Descriptor* type : chapter.types) {
      EXPECT_TRUE(told.insert(type).second) << type->full_name();
    }
  }
  EXPECT_EQ(told.count(&SuiteType()), 1);
  for (const Setting& setting : AllSettings()) {
    const Descriptor* type = setting.field->message_type();
    if (type == nullptr) continue;
    EXPECT_EQ(told.count(type), 1) << type->full_name();
  }
}

TEST(TopicsTest, KeepWhatBelongsTogether) {
  EXPECT_THAT(NamesOf(ChapterOf("train")), Contains("AdamW"));
  EXPECT_THAT(NamesOf(ChapterOf("coupling")), Contains("ExactSolver"));
  EXPECT_THAT(NamesOf(ChapterOf("coupling")), Not(Contains("AdamW")));
  EXPECT_EQ(NamesOf(ChapterOf("experiment")).size(), 1u);
}

// Over an experiment that has all that is required.
std::string ExampleFile(const Topic& topic) {
  return absl::StrCat(topic.name == std::string("experiment")
                          ? ""
                          : "extends: \"base.textproto\"\nname: \"example\"\n",
                      topic.example);
}

TEST(TopicsTest, ExamplesOfExperimentsCompile) {
  const std::string folder = testing::TempDir();
  ASSERT_OK(WriteFileAtomically(JoinPath(folder, "base.textproto"),
                                "name: \"base\"\n"
                                "source { gaussian { dim: 2 } }\n"
                                "target { two_moons {} }\n"
                                "model { mlp { hidden: [64, 64] } }\n"));
  std::vector<core::NamedArray> weights;
  for (const core::ParameterShape& p :
       core::ParameterShapes(core::MlpOptions{.dim = 2, .hidden = {64, 64}})) {
    const std::vector<float> zeros(p.numbers());
    weights.push_back({p.name, core::MakeArray<float>(p.shape, zeros)});
  }
  ASSERT_OK(core::WriteSafetensors(JoinPath(folder, "trained.safetensors"),
                                   weights, {}));
  for (const Topic& topic : AllTopics()) {
    if (topic.root == SuiteType().full_name()) continue;
    const std::string path = JoinPath(folder, "example.textproto");
    ASSERT_OK(WriteFileAtomically(path, ExampleFile(topic)));
    SourceSet sources;
    DiagnosticSink sink;
    const SourceText* source = LoadSource(path, std::nullopt, &sources, &sink);
    ASSERT_NE(source, nullptr);
    EXPECT_TRUE(CompileExperiment(*source, {}, &sources, &sink)) << topic.name;
    EXPECT_EQ(RenderDiagnostics(sink), "") << topic.name;
  }
}

TEST(TopicsTest, TheExampleOfASuiteIsASuite) {
  SourceSet sources;
  DiagnosticSink sink;
  const std::string path = JoinPath(testing::TempDir(), "suite.textproto");
  ASSERT_OK(WriteFileAtomically(path, AllTopics().back().example));
  const SourceText* source = LoadSource(path, std::nullopt, &sources, &sink);
  ASSERT_NE(source, nullptr);
  EXPECT_TRUE(LoadSuite(*source, &sink)) << RenderDiagnostics(sink);
}

}  // namespace
}  // namespace flow::lang
