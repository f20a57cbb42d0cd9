#include "core/eval/line_transport.h"

#include <vector>

#include "core/base/random.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

TEST(LineTransportTest, PairsTheSortedPoints) {
  // 0 to 1, 1 to 2, 7 to 3
  const LineTransport result = TransportOnLine({7, 0, 1}, {2, 1, 3});
  EXPECT_DOUBLE_EQ(result.mean_cost, (1 + 1 + 16) / 3.0);
}

TEST(LineTransportTest, PotentialsProveOptimality) {
  for (int seed = 0; seed < 20; ++seed) {
    SCOPED_TRACE(seed);
    RowRandom random(seed, 0);
    std::vector<double> x(30), y(30);
    for (double& value : x) value = random.Normal();
    for (double& value : y) value = 1 + 2 * random.Normal();
    const LineTransport result = TransportOnLine(x, y);
    double dual = 0;
    for (int i = 0; i < 30; ++i) {
      dual += (result.potential_x[i] + result.potential_y[i]) / 30;
      for (int j = 0; j < 30; ++j) {
        EXPECT_LE(result.potential_x[i] + result.potential_y[j],
                  (x[i] - y[j]) * (x[i] - y[j]) + 1e-12);
      }
    }
    EXPECT_NEAR(dual, result.mean_cost, 1e-12);
  }
}

}  // namespace
}  // namespace flow::core
