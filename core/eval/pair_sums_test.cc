#include "core/eval/pair_sums.h"

#include <cmath>
#include <vector>

#include "core/eval/eval_testing.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

void InverseKernel(absl::Span<float> values) {
  for (float& value : values) value = 1 / (1 + value);
}

TEST(PairSumsTest, MatchesTheDefinitionAcrossBlockBoundaries) {
  // neither a multiple of the rows of a shard nor of the run of a kernel
  const PointCloud x = ToCloud(GaussianPoints({.n = 131, .dim = 3, .seed = 1}));
  const PointCloud y = ToCloud(GaussianPoints({.n = 601, .dim = 3, .seed = 2}));
  ThreadPool pool(1);
  const std::vector<double> sums = PairRowSums(x, y, InverseKernel, &pool);
  ASSERT_EQ(sums.size(), 131);
  for (int64_t i = 0; i < x.size(); ++i) {
    double expected = 0;
    for (int64_t j = 0; j < y.size(); ++j) {
      expected += 1 / (1 + std::pow(Distance(x.row(i), y.row(j)), 2));
    }
    EXPECT_NEAR(sums[i], expected, 1e-6 * expected) << i;
  }
}

TEST(PairSumsTest, HaveTheSameBitsForAnyNumberOfThreads) {
  const PointCloud x = ToCloud(GaussianPoints({.n = 500, .dim = 2, .seed = 1}));
  ThreadPool one(1), four(4);
  EXPECT_EQ(PairRowSums(x, x, InverseKernel, &one),
            PairRowSums(x, x, InverseKernel, &four));
}

}  // namespace
}  // namespace flow::core
