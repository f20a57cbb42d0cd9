#include "flowlang/report/sample_set.h"

#include "core/base/files.h"
#include "core/base/status_testing.h"
#include "core/io/npz.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow::lang {
namespace {

using core::MakeArray;
using testing::ElementsAre;
using testing::HasSubstr;

std::string WriteSamples(const core::NpzArrays& arrays) {
  const std::string path = JoinPath(testing::TempDir(), "euler100.npz");
  EXPECT_OK(core::WriteNpz(path, arrays));
  return path;
}

TEST(LoadSampleSetTest, KeepsTheFirstRows) {
  const std::string path =
      WriteSamples({{"generated", MakeArray<float>({3, 2}, {1, 2, 3, 4, 5, 6})},
                    {"target", MakeArray<float>({2, 2}, {7, 8, 9, 10})}});
  ASSERT_OK_AND_ASSIGN(const SampleSet set,
                       LoadSampleSet(path, "euler100", {.points = 2}));
  EXPECT_EQ(set.protocol, "euler100");
  EXPECT_EQ(set.drawn, 3);
  EXPECT_EQ(set.generated.rows, 2);
  EXPECT_THAT(set.generated.values, ElementsAre(1, 2, 3, 4));
  EXPECT_THAT(set.target.values, ElementsAre(7, 8, 9, 10));
  EXPECT_EQ(set.source.rows, 0);
  EXPECT_EQ(set.trajectories.lines, 0);
}

TEST(LoadSampleSetTest, TakesThePicturesBesideTheFile) {
  const std::string path =
      WriteSamples({{"generated", MakeArray<float>({1, 1}, {0})}});
  const std::string stem = path.substr(0, path.size() - 4);
  ASSERT_OK(WriteFileAtomically(stem + ".target.png", "small"));
  ASSERT_OK(WriteFileAtomically(stem + ".trajectory.png", "much larger"));
  ASSERT_OK_AND_ASSIGN(const SampleSet set,
                       LoadSampleSet(path, "p", {.picture_bytes = 8}));
  ASSERT_EQ(set.pictures.size(), 2);
  EXPECT_EQ(set.pictures[0].name, "target");
  EXPECT_EQ(set.pictures[0].png, "small");
  EXPECT_EQ(set.pictures[1].name, "trajectory");
  EXPECT_EQ(set.pictures[1].png, "") << "too large";
}

TEST(LoadSampleSetTest, KeepsTheFirstTrajectories) {
  const std::string path = WriteSamples(
      {{"trajectory", MakeArray<float>({2, 3, 1}, {0, 10, 20, 1, 11, 21})},
       {"trajectory_time", MakeArray<float>({2}, {0, 0.5})}});
  ASSERT_OK_AND_ASSIGN(const SampleSet set,
                       LoadSampleSet(path, "p", {.lines = 2}));
  EXPECT_EQ(set.trajectories.lines, 2);
  EXPECT_THAT(set.trajectories.values, ElementsAre(0, 10, 1, 11));
  EXPECT_THAT(set.trajectories.time, ElementsAre(0, 0.5));
  EXPECT_THAT(set.trajectories.height, ElementsAre());
}

TEST(LoadSampleSetTest, LinesBetweenPlatesHaveHeights) {
  const auto load = [](std::vector<int64_t> shape) {
    return LoadSampleSet(
        WriteSamples(
            {{"trajectory", MakeArray<float>({2, 3, 1}, {0, 1, 2, 3, 4, 5})},
             {"trajectory_height",
              MakeArray<float>(std::move(shape), {0, 0, 0, 1, 1.5, 2})}}),
        "p", {.lines = 2});
  };
  ASSERT_OK_AND_ASSIGN(const SampleSet set, load({2, 3}));
  EXPECT_THAT(set.trajectories.height, ElementsAre(0, 0, 1, 1.5));
  EXPECT_THAT(load({3, 2}), StatusIs(absl::StatusCode::kDataLoss,
                                     HasSubstr("'trajectory_height'")));
}

TEST(LoadSampleSetTest, AShapeThatIsAnotherIsDataLoss) {
  const std::string path =
      WriteSamples({{"generated", MakeArray<float>({2}, {1, 2})}});
  EXPECT_THAT(LoadSampleSet(path, "p"),
              StatusIs(absl::StatusCode::kDataLoss,
                       HasSubstr("'generated' must have 2 dimensions; got the "
                                 "shape [2]")));
}

TEST(LoadSampleSetTest, ErrorsNameThePath) {
  EXPECT_THAT(
      LoadSampleSet("/nowhere/x.npz", "p"),
      StatusIs(absl::StatusCode::kNotFound, HasSubstr("/nowhere/x.npz")));
}

TEST(CapsForTest, ManyFilesShareWhatAPageCanCarry) {
  EXPECT_EQ(CapsFor(0).points, 2000);
  EXPECT_EQ(CapsFor(30).points, 2000);
  EXPECT_EQ(CapsFor(30).lines, 200);
  EXPECT_EQ(CapsFor(60).points, 1000);
  EXPECT_EQ(CapsFor(60).lines, 100);
}

}  // namespace
}  // namespace flow::lang
