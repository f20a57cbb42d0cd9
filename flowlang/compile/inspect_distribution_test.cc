#include "flowlang/compile/inspect_distribution.h"

#include <string>
#include <vector>

#include "core/base/files.h"
#include "core/base/status_testing.h"
#include "core/io/npy.h"
#include "google/protobuf/text_format.h"

namespace flow::lang {
namespace {

// MINIBOONE's 43 columns, in `rows` rows that differ.
void WriteTable(const std::string& folder, int64_t rows) {
  std::vector<double> values(rows * 43);
  for (size_t i = 0; i < values.size(); ++i) values[i] = i % 101 + i % 7;
  ASSERT_OK(MakeDirectories(folder));
  ASSERT_OK(WriteFileAtomically(
      JoinPath(folder, "data.npy"),
      core::SerializeNpy(core::MakeArray<double>({rows, 43}, values))));
}

std::optional<InspectedDistribution> Inspect(const std::string& text,
                                             DiagnosticSink* sink) {
  Distribution distribution;
  EXPECT_TRUE(
      google::protobuf::TextFormat::ParseFromString(text, &distribution));
  const SourceText source(JoinPath(testing::TempDir(), "a.textproto"), "");
  LocationMap locations;
  locations.SetRoot({{&source, 0, 0}, {&source, 0, 0}});
  return InspectDistribution("target", locations,
                             /*client_column=*/"", &distribution, sink);
}

// Of 200 rows the last 20 are for the test, of the others the last 18 for
// validation.
TEST(InspectDistributionTest, TrainingAndEvaluationHaveRowsOfTheirOwn) {
  WriteTable(JoinPath(testing::TempDir(), "table"), 200);
  DiagnosticSink sink;
  const auto found =
      Inspect(R"(tabular { name: MINIBOONE folder: "table" })", &sink);
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->info.dim, 43);
  EXPECT_EQ(found->info.size, 20);
  EXPECT_EQ(found->training_points, 162);
}

TEST(InspectDistributionTest, AFolderIsKnownByItsContent) {
  const std::string first = JoinPath(testing::TempDir(), "first");
  const std::string second = JoinPath(testing::TempDir(), "second");
  WriteTable(first, 200);
  WriteTable(second, 200);
  DiagnosticSink sink;
  const auto content = [&](const std::string& folder) {
    return Inspect("tabular { name: MINIBOONE folder: '" + folder + "' }",
                   &sink)
        ->content;
  };
  const std::string before = content(second);
  EXPECT_EQ(content(first), before);
  WriteTable(second, 210);
  EXPECT_NE(content(second), before);
}

TEST(InspectDistributionTest, AStandInNeedsNoFile) {
  DiagnosticSink sink;
  const auto law = Inspect("tabular { name: GAS stand_in {} }", &sink);
  EXPECT_EQ(law->info.dim, 8);
  EXPECT_EQ(law->training_points, std::nullopt);
  const auto points =
      Inspect("tabular { name: GAS stand_in { points: 50 } }", &sink);
  EXPECT_EQ(points->info.size, std::nullopt);
  EXPECT_EQ(points->training_points, 50);
}

}  // namespace
}  // namespace flow::lang
