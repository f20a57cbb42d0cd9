#include "flowlang/compile/inspect_features.h"

#include "core/base/files.h"
#include "core/base/status_testing.h"
#include "google/protobuf/text_format.h"

namespace flow::lang {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;

Experiment WithFile(const std::string& file) {
  Experiment experiment;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      "evaluate { features { digits {} } } evaluate {} "
      "evaluate { features { torch_script { file: '" +
          file + "' name: 'mine' } } }",
      &experiment));
  return experiment;
}

std::optional<std::vector<std::string>> Inspect(Experiment* experiment,
                                                Purpose purpose,
                                                DiagnosticSink* sink) {
  const SourceText text(JoinPath(testing::TempDir(), "a.textproto"), "");
  LocationMap locations;
  locations.SetRoot({{&text, 0, 0}, {&text, 0, 0}});
  return InspectFeatures(locations, purpose, experiment, sink);
}

TEST(InspectFeaturesTest, AFileIsKnownByItsContent) {
  const std::string file = JoinPath(testing::TempDir(), "mine.pt");
  std::vector<std::string> hashes;
  for (const char* content : {"one", "one", "two"}) {
    ASSERT_OK(WriteFileAtomically(file, content));
    DiagnosticSink sink;
    Experiment experiment = WithFile("mine.pt");
    const auto contents = Inspect(&experiment, Purpose::kRun, &sink);
    ASSERT_TRUE(contents.has_value());
    EXPECT_THAT(*contents, ElementsAre("", "", Not(IsEmpty())));
    EXPECT_EQ(experiment.evaluate(2).features().torch_script().file(), file);
    EXPECT_FALSE(experiment.evaluate(1).has_features());
    hashes.push_back(contents->at(2));
  }
  EXPECT_EQ(hashes[0], hashes[1]);
  EXPECT_NE(hashes[0], hashes[2]);
}

TEST(InspectFeaturesTest, OnlyARunNeedsTheFile) {
  for (const auto& [purpose, severity] :
       {std::pair(Purpose::kInspect, Severity::kWarning),
        std::pair(Purpose::kRun, Severity::kError)}) {
    DiagnosticSink sink;
    Experiment experiment = WithFile("nowhere.pt");
    const auto contents = Inspect(&experiment, purpose, &sink);
    EXPECT_EQ(contents.has_value(), purpose == Purpose::kInspect);
    EXPECT_THAT(sink.Sorted(),
                ElementsAre(AllOf(
                    Field(&Diagnostic::code, Code::kFileNotFound),
                    Field(&Diagnostic::severity, severity),
                    Field(&Diagnostic::message, HasSubstr("nowhere.pt")))));
  }
}

}  // namespace
}  // namespace flow::lang
