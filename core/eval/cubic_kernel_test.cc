#include "core/eval/cubic_kernel.h"

#include "core/eval/eval_testing.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

TEST(CubicKernelTest, IsTheFormula) {
  // <x, y> = 11, D = 2
  EXPECT_DOUBLE_EQ(CubicKernel({1.f, 2.f}, {3.f, 4.f}), 6.5 * 6.5 * 6.5);
}

TEST(CubicKernelTest, RowSumsAreThoseOfAllPairs) {
  const PointCloud x = ToCloud(GaussianPoints({.n = 130, .dim = 3, .seed = 1}));
  const PointCloud y = ToCloud(GaussianPoints({.n = 300, .dim = 3, .seed = 2}));
  ThreadPool pool(2);
  const std::vector<double> sums = CubicKernelRowSums(x, y, &pool);
  for (int64_t i = 0; i < x.size(); ++i) {
    double sum = 0;
    for (int64_t j = 0; j < y.size(); ++j)
      sum += CubicKernel(x.row(i), y.row(j));
    EXPECT_NEAR(sums[i], sum, 1e-10 * 300);
  }
}

}  // namespace
}  // namespace flow::core
