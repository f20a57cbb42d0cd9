#include "core/eval/squared_distances.h"

#include <vector>

#include "core/eval/eval_testing.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

TEST(SquaredDistancesTest, MatchesTheDefinitionOnEveryRun) {
  const PointCloud x = ToCloud(GaussianPoints({.n = 5, .dim = 3, .seed = 1}));
  const PointCloud y = ToCloud(GaussianPoints({.n = 37, .dim = 3, .seed = 2}));
  const SquaredDistances to_y(y);
  for (int64_t begin = 0; begin < y.size(); begin += 9) {
    std::vector<float> run(y.size() - begin);
    to_y.Compute(x.row(4), begin, absl::MakeSpan(run));
    for (int64_t j = begin; j < y.size(); ++j) {
      double expected = 0;
      for (int d = 0; d < 3; ++d) {
        const double difference = x.row(4)[d] - y.row(j)[d];
        expected += difference * difference;
      }
      // six float operations of relative error 2^-24 each
      EXPECT_NEAR(run[j - begin], expected, 4e-7 * expected) << j;
    }
  }
}

TEST(SquaredDistancesTest, NearNeighboursFarFromTheOriginKeepTheirDigits) {
  const PointCloud cloud = ToCloud(Rows({{4096, 0}, {4096.25f, 0}}));
  std::vector<float> distances(2);
  SquaredDistances(cloud).Compute(cloud.row(0), 0, absl::MakeSpan(distances));
  EXPECT_EQ(distances[0], 0);
  EXPECT_EQ(distances[1], 0.0625f);
}

}  // namespace
}  // namespace flow::core
