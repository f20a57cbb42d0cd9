#include "flowlang/compile/inspect_partition.h"

#include <string>

#include "core/base/files.h"
#include "core/base/status_testing.h"
#include "google/protobuf/text_format.h"

namespace flow::lang {
namespace {

using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;

// What is found in a file of `content` by three clients of a target of four
// points; `path` is what becomes of its name.
std::optional<std::string> Inspect(const std::string& content,
                                   DiagnosticSink* sink,
                                   std::string* path = nullptr,
                                   std::optional<int64_t> points = 4) {
  const std::string file = JoinPath(testing::TempDir(), "clients.txt");
  EXPECT_OK(WriteFileAtomically(file, content));
  Experiment experiment;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      "federation { clients: 3 partition { from_file { path: 'clients.txt' } } "
      "}",
      &experiment));
  const SourceText text(JoinPath(testing::TempDir(), "a.textproto"), "");
  LocationMap locations;
  locations.SetRoot({{&text, 0, 0}, {&text, 0, 0}});
  const auto found = InspectPartition(locations, points, &experiment, sink);
  if (path != nullptr) {
    *path = experiment.federation().partition().from_file().path();
  }
  return found;
}

TEST(InspectPartitionTest, AFileIsKnownByItsContent) {
  DiagnosticSink sink;
  std::string path;
  const auto first = Inspect("0\n1\n2\n0\n", &sink, &path);
  ASSERT_TRUE(first.has_value());
  EXPECT_EQ(path, JoinPath(testing::TempDir(), "clients.txt"));
  EXPECT_EQ(Inspect("0\n1\n2\n0\n", &sink), first);
  EXPECT_NE(Inspect("0\n1\n2\n1\n", &sink), first);
  EXPECT_FALSE(sink.has_errors());
}

TEST(InspectPartitionTest, NoFileNoContent) {
  DiagnosticSink sink;
  Experiment experiment;
  EXPECT_EQ(InspectPartition(LocationMap(), 4, &experiment, &sink), "");
  EXPECT_FALSE(experiment.has_federation());
}

TEST(InspectPartitionTest, TheFileMustDivideThePoints) {
  for (const auto& [content, message] : {
           std::pair("0\n1\n2\n", "a line for each of 4 rows"),
           std::pair("0\n1\n2\n0\n1\n", "4 rows; got 5 lines"),
           std::pair("0\n1\n3\n0\n", ":3: must be a whole number from 0 to 2"),
           std::pair("0\n1\n1\n0\n", "client 2 of 3 must have a row"),
       }) {
    DiagnosticSink sink;
    EXPECT_FALSE(Inspect(content, &sink).has_value()) << message;
    EXPECT_THAT(sink.Sorted(),
                ElementsAre(testing::AllOf(
                    Field(&Diagnostic::code, Code::kWrongType),
                    Field(&Diagnostic::message, HasSubstr(message)))));
  }
}

// Which the checks of meaning then tell of.
TEST(InspectPartitionTest, ALawHasNothingToDivide) {
  DiagnosticSink sink;
  EXPECT_TRUE(Inspect("0\n", &sink, nullptr, std::nullopt).has_value());
}

}  // namespace
}  // namespace flow::lang
