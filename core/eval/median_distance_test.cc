#include "core/eval/median_distance.h"

#include <algorithm>
#include <vector>

#include "core/eval/eval_testing.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

TEST(MedianDistanceTest, IsTheLowerMedianOfAllPairs) {
  // distances 1, 3, 4 and then 1, 2, 3, 4, 6, 7: the lower of 3 and 4
  ThreadPool pool(1);
  EXPECT_EQ(MedianDistance(ToCloud(Rows({{0}, {1}, {4}})), &pool), 3);
  EXPECT_EQ(MedianDistance(ToCloud(Rows({{0}, {1}, {4}, {7}})), &pool), 3);
  EXPECT_EQ(MedianDistance(ToCloud(Rows({{2}, {2}, {2}})), &pool), 0);
}

TEST(MedianDistanceTest, MatchesSortingForAnyNumberOfThreadsAndOrderOfRows) {
  const at::Tensor x_nd = GaussianPoints({.n = 300, .dim = 3, .seed = 3});
  const PointCloud cloud = ToCloud(x_nd);
  std::vector<double> distances;
  for (int64_t i = 0; i < cloud.size(); ++i) {
    for (int64_t j = i + 1; j < cloud.size(); ++j) {
      distances.push_back(Distance(cloud.row(i), cloud.row(j)));
    }
  }
  std::sort(distances.begin(), distances.end());
  const double expected = distances[(distances.size() - 1) / 2];
  ThreadPool one(1), four(4);
  const double median = MedianDistance(cloud, &one);
  EXPECT_NEAR(median, expected, 1e-6 * expected);
  EXPECT_EQ(MedianDistance(cloud, &four), median);
  EXPECT_EQ(MedianDistance(ToCloud(Reversed(x_nd)), &one), median);
}

}  // namespace
}  // namespace flow::core
