#include "datasets/make_distribution.h"

#include <string>
#include <vector>

#include "core/base/files.h"
#include "core/base/status_testing.h"
#include "core/distribution/distribution_testing.h"
#include "datasets/distribution_info.h"
#include "datasets/images/images_testing.h"
#include "datasets/tabular_testing.h"

namespace flow::datasets {
namespace {

std::vector<Law> GeneratedLaws() {
  return {GaussianOptions{.dim = 3},
          StudentTOptions{.dim = 3, .degrees = 9, .scale = 2},
          GaussianMixtureOptions{{{2, {0, 0, 0}, 1}, {1, {9, 9, 9}, 2}}},
          EightGaussiansOptions{},
          TwoMoonsOptions{},
          NotebookMoonsOptions{},
          SCurveOptions{},
          SwissRollOptions{},
          CheckerboardOptions{},
          CirclesOptions{},
          ImageDensityOptions{},
          TabularOptions{TabularOptions::Name::kGas}};
}

std::vector<Law> AllLaws() {
  const std::string path = JoinPath(testing::TempDir(), "points.csv");
  EXPECT_OK(WriteFileAtomically(path, "x,kind\n1,5\n4,9\n7,5\n"));
  std::vector<Law> laws = GeneratedLaws();
  laws.push_back(ArrayFileOptions{path, "kind"});
  laws.push_back(ArrayFileOptions{path});
  laws.push_back(DigitsOptions{});
  laws.push_back(SmallMiniboone());
  laws.push_back(SmallIdx("idx"));
  ImagesOptions flipped = SmallFolder("folder");
  flipped.flip = true;
  laws.push_back(flipped);
  return laws;
}

void ExpectIsAsTheInfoSays(const DistributionOptions& options,
                           const core::Distribution& distribution) {
  ASSERT_OK_AND_ASSIGN(const DistributionInfo info,
                       GetDistributionInfo(options));
  EXPECT_EQ(distribution.dim(), info.dim);
  EXPECT_EQ(distribution.num_classes(), info.num_classes);
  EXPECT_EQ(distribution.size(), info.size);
}

TEST(MakeDistributionTest, EveryLawConformsAndIsAsTheInfoSays) {
  for (const Law& law : AllLaws()) {
    SCOPED_TRACE(law.index());
    ASSERT_OK_AND_ASSIGN(const auto distribution,
                         MakeDistribution({law}, /*data_seed=*/1));
    ExpectIsAsTheInfoSays({law}, *distribution);
    core::ExpectDrawsConform(*distribution);
  }
}

TEST(MakeDistributionTest, PointsMakeAFiniteSetOfTheLaw) {
  for (const Law& law : GeneratedLaws()) {
    SCOPED_TRACE(law.index());
    const DistributionOptions options{law, /*points=*/200};
    ASSERT_OK_AND_ASSIGN(const auto set,
                         MakeDistribution(options, /*data_seed=*/1));
    ExpectIsAsTheInfoSays(options, *set);
    core::ExpectDrawsConform(*set);
  }
}

TEST(MakeDistributionTest, ThePointsDependOnTheDataSeed) {
  const DistributionOptions options{TwoMoonsOptions{}, /*points=*/50};
  const auto draw = [&](Seed data_seed) {
    return (*MakeDistribution(options, data_seed))->Draw(20, /*seed=*/3).x_nd;
  };
  EXPECT_TRUE(draw(1).equal(draw(1)));
  EXPECT_FALSE(draw(1).equal(draw(2)));
}

TEST(MakeDistributionTest, AnEmptyMeanIsZero) {
  ASSERT_OK_AND_ASSIGN(
      const auto law,
      MakeDistribution({GaussianOptions{.dim = 4, .std = 2}}, 1));
  EXPECT_EQ(law->ExactMoments()->mean_d.abs().max().item<double>(), 0);
  EXPECT_EQ(law->ExactMoments()->covariance_dd.trace().item<double>(), 16);
}

TEST(MakeDistributionTest, AFilesPointsAreTheSet) {
  const std::string path = JoinPath(testing::TempDir(), "three.csv");
  ASSERT_OK(WriteFileAtomically(path, "x,kind\n1,5\n4,9\n7,5\n"));
  ASSERT_OK_AND_ASSIGN(const auto set,
                       MakeDistribution({ArrayFileOptions{path, "kind"}}, 1));
  EXPECT_DOUBLE_EQ(set->ExactMoments()->mean_d.item<double>(), 4);
  EXPECT_DOUBLE_EQ(set->ExactMoments()->covariance_dd.item<double>(), 6);
  const core::Points points = set->DrawDistinct(3, /*seed=*/1);
  for (int64_t i = 0; i < 3; ++i) {
    EXPECT_EQ(points.label_n[i].item<int64_t>(),
              points.x_nd[i].item<float>() == 4 ? 1 : 0);
  }
}

TEST(MakeDistributionTest, MistakesAreReported) {
  EXPECT_THAT(
      MakeDistribution({GaussianOptions{}}, 1),
      StatusIs(absl::StatusCode::kInvalidArgument, "dim must be >= 1; got 0"));
  EXPECT_THAT(MakeDistribution({DigitsOptions{}, 10}, 1),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(MakeDistribution({ArrayFileOptions{"absent.npy"}}, 1),
              StatusIs(absl::StatusCode::kNotFound));
}

}  // namespace
}  // namespace flow::datasets
