#include "core/eval/neighbour_balls.h"

#include <algorithm>

#include "ATen/ops/concat.h"
#include "core/eval/eval_testing.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

TEST(NeighbourBallsTest, ReachToTheKthNeighbour) {
  ThreadPool pool(1);
  // the nearest are 1, 1 and 3 away, the second nearest 4, 3 and 4
  const PointCloud line = ToCloud(Rows({{0}, {1}, {4}}));
  const PointCloud asked = ToCloud(Rows({{-1}, {-1.5}, {2}, {7}, {8}, {8.5}}));
  EXPECT_EQ(NeighbourBalls(line, 1, &pool).Contain(asked, &pool),
            (std::vector<double>{1, 0, 1, 1, 0, 0}));
  EXPECT_EQ(NeighbourBalls(line, 2, &pool).Contain(asked, &pool),
            (std::vector<double>{1, 1, 1, 1, 1, 0}));
}

// the definition, pair by pair
std::vector<double> Slowly(const PointCloud& cloud, int64_t k,
                           const PointCloud& asked) {
  std::vector<double> inside(asked.size(), 0);
  for (int64_t j = 0; j < cloud.size(); ++j) {
    std::vector<double> distances;
    for (int64_t i = 0; i < cloud.size(); ++i) {
      if (i != j) distances.push_back(Distance(cloud.row(i), cloud.row(j)));
    }
    std::sort(distances.begin(), distances.end());
    for (int64_t i = 0; i < asked.size(); ++i) {
      if (Distance(asked.row(i), cloud.row(j)) <= distances[k - 1]) {
        inside[i] = 1;
      }
    }
  }
  return inside;
}

TEST(NeighbourBallsTest, AgreeWithTheDefinition) {
  const PointCloud cloud = ToCloud(GaussianPoints({.n = 150, .seed = 1}));
  const PointCloud asked =
      ToCloud(GaussianPoints({.n = 130, .shift = 1, .seed = 2}));
  ThreadPool pool(3);
  for (const int64_t k : {1, 3, 149}) {
    EXPECT_EQ(NeighbourBalls(cloud, k, &pool).Contain(asked, &pool),
              Slowly(cloud, k, asked));
  }
}

TEST(NeighbourBallsTest, WithoutWidthContainTheirLike) {
  const at::Tensor one = GaussianPoints({.n = 1, .dim = 100, .seed = 6});
  const at::Tensor other = GaussianPoints({.n = 1, .dim = 100, .seed = 7});
  const at::Tensor near = Shifted(one, 1e-6);
  ThreadPool pool(1);
  const NeighbourBalls balls(ToCloud(one.repeat({4, 1})), 3, &pool);
  EXPECT_EQ(balls.Contain(ToCloud(at::concat({other, one, near})), &pool),
            (std::vector<double>{0, 1, 0}));
}

TEST(NeighbourBallsDeathTest, NeedMorePointsThanNeighbours) {
  ThreadPool pool(1);
  const PointCloud three = ToCloud(GaussianPoints({.n = 3}));
  EXPECT_DEATH(NeighbourBalls(three, 3, &pool), "no neighbour 3");
}

}  // namespace
}  // namespace flow::core
