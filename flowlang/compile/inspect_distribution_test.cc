#include "flowlang/compile/inspect_distribution.h"

#include <filesystem>
#include <string>
#include <vector>

#include "core/base/files.h"
#include "core/base/status_testing.h"
#include "core/io/npy.h"
#include "datasets/images/images_testing.h"
#include "flowlang/compile/purpose.h"
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

std::optional<InspectedDistribution> Inspect(
    const std::string& text, DiagnosticSink* sink,
    Purpose purpose = Purpose::kInspect) {
  Distribution distribution;
  EXPECT_TRUE(
      google::protobuf::TextFormat::ParseFromString(text, &distribution));
  const SourceText source(JoinPath(testing::TempDir(), "a.textproto"), "");
  LocationMap locations;
  locations.SetRoot({{&source, 0, 0}, {&source, 0, 0}});
  return InspectDistribution("target", locations,
                             /*client_column=*/"", purpose, &distribution,
                             sink);
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

TEST(InspectDistributionTest, ImagesHaveTheSplitsOfTheirFormat) {
  datasets::SmallCifar10("cifar");
  DiagnosticSink sink;
  const auto found = Inspect(
      R"(images { folder: "cifar" format: CIFAR10 channels: 1 size: 4 })",
      &sink, Purpose::kRun);
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->info.dim, 16);
  EXPECT_EQ(found->info.num_classes, 10);
  EXPECT_EQ(found->info.size, 3);
  EXPECT_EQ(found->training_points, 10);
}

TEST(InspectDistributionTest, ImagesAreKnownByNamesAndContents) {
  const auto content = [](const std::string& folder) {
    DiagnosticSink sink;
    return Inspect("images { folder: '" + folder + "' channels: 1 size: 2 }",
                   &sink)
        ->content;
  };
  const std::string here = datasets::SmallFolder("here").folder;
  const std::string there = datasets::SmallFolder("there").folder;
  const std::string before = content(there);
  EXPECT_EQ(content(here), before);
  datasets::WriteFile(JoinPath(there, "readme.txt"), "not looked at");
  EXPECT_EQ(content(there), before);
  std::filesystem::rename(JoinPath(there, "cats"), JoinPath(there, "cows"));
  const std::string renamed = content(there);
  EXPECT_NE(renamed, before);
  datasets::WriteFile(JoinPath(there, "cows/a.png"), "changed");
  EXPECT_NE(content(there), renamed);
}

TEST(InspectDistributionTest, ImagesThatAreElsewhereArePlannedAndNotRun) {
  const std::string text =
      R"(images { folder: "elsewhere" format: CIFAR10 channels: 3 size: 8 })";
  DiagnosticSink warned, refused;
  const auto found = Inspect(text, &warned);
  ASSERT_TRUE(found.has_value());
  EXPECT_FALSE(warned.has_errors());
  EXPECT_EQ(warned.Sorted().size(), 1);
  EXPECT_EQ(found->info.dim, 192);
  EXPECT_EQ(found->info.num_classes, 10);
  // CIFAR-10 is known without its files
  EXPECT_EQ(found->training_points, 50000);
  EXPECT_EQ(found->info.size, 10000);
  const auto of_training = Inspect(
      R"(images { folder: "elsewhere" format: CIFAR10 channels: 3 size: 8
                  evaluate_on: TRAIN })",
      &warned);
  EXPECT_EQ(of_training->info.size, 50000);
  const auto others =
      Inspect(R"(images { folder: "elsewhere" channels: 3 size: 8 })", &warned);
  EXPECT_EQ(others->training_points, std::nullopt);
  EXPECT_FALSE(Inspect(text, &refused, Purpose::kRun).has_value());
  EXPECT_TRUE(refused.has_errors());
}

}  // namespace
}  // namespace flow::lang
