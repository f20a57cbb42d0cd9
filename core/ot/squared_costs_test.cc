#include "core/ot/squared_costs.h"

#include <vector>

#include "core/base/random.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

std::vector<float> NormalPoints(Seed seed, int64_t n, int64_t dim) {
  std::vector<float> points;
  for (int64_t i = 0; i < n; ++i) {
    RowRandom random(seed, i);
    for (int64_t d = 0; d < dim; ++d) {
      points.push_back(static_cast<float>(random.Normal()));
    }
  }
  return points;
}

TEST(SquaredCostsTest, AreTheDefinition) {
  for (const int64_t dim : {1, 2, 4, 7}) {
    const std::vector<float> x = NormalPoints(1, 5, dim);
    const std::vector<float> y = NormalPoints(2, 9, dim);
    const std::vector<float> cost =
        AllSquaredCosts(x, SquaredCosts(y, 9, dim), 5);
    for (int64_t i = 0; i < 5; ++i) {
      for (int64_t j = 0; j < 9; ++j) {
        double exact = 0;
        for (int64_t d = 0; d < dim; ++d) {
          const double difference = double{x[i * dim + d]} - y[j * dim + d];
          exact += difference * difference;
        }
        EXPECT_NEAR(cost[i * 9 + j], exact, 1e-6 * exact);
      }
    }
  }
}

}  // namespace
}  // namespace flow::core
