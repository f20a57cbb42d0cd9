#include "core/ot/path_scan.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <vector>

#include "core/base/random.h"
#include "core/kernels/dispatch_testing.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

struct Search {
  explicit Search(int32_t count) {
    RowRandom random(DeriveSeed(1, "search"), count);
    for (int32_t j = 0; j < count; ++j) {
      cost.push_back(random.Normal());
      // a closed column, one not met yet, and the rest
      toll.push_back(random.UniformInt(5) == 0 ? kInfinity : random.Uniform());
      distance.push_back(random.UniformInt(3) == 0 ? kInfinity
                                                   : random.Normal());
      occupied.push_back(random.UniformInt(2) == 0 ? kInfinity : 0);
      row_before.push_back(j);
    }
  }
  PathColumns Columns() {
    return {toll.data(), occupied.data(), distance.data(), row_before.data()};
  }
  std::vector<double> cost, toll, distance, occupied;
  std::vector<int64_t> row_before;
};

TEST(RelaxTest, AgreesWithAPlainLoopForEveryLength) {
  ForEachInstructionSet([] {
    for (int32_t count = 0; count <= 70; ++count) {
      Search search(count), expected(count);
      NearestDistances nearest = {kInfinity, kInfinity};
      for (int32_t j = 0; j < count; ++j) {
        double& distance = expected.distance[j];
        const double through = expected.cost[j] + expected.toll[j] + 0.25;
        if (through < distance) {
          distance = through;
          expected.row_before[j] = 7000;
        }
        nearest.any = std::min(nearest.any, distance);
        nearest.free = std::min(nearest.free, distance + search.occupied[j]);
      }
      const NearestDistances result =
          Relax(7000, search.cost.data(), 0.25, count, search.Columns());
      EXPECT_EQ(result.any, nearest.any) << count;
      EXPECT_EQ(result.free, nearest.free) << count;
      EXPECT_EQ(search.distance, expected.distance) << count;
      EXPECT_EQ(search.row_before, expected.row_before) << count;
    }
  });
}

}  // namespace
}  // namespace flow::core
