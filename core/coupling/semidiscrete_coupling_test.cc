#include "core/coupling/semidiscrete_coupling.h"

#include <vector>

#include "ATen/TensorOperators.h"
#include "ATen/ops/arange.h"
#include "core/base/status_testing.h"
#include "core/tensor/random_tensor.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

class StandardNormal : public Distribution {
 public:
  int64_t dim() const override { return 2; }
  Points Draw(int64_t n, Seed seed) const override {
    return {NormalTensor(seed, n, 2), {}};
  }
};

Points Targets() {
  return {NormalTensor(5, 12, 2) * 2 + 1, at::arange(12, at::kLong)};
}

FittedTargets Fit(double temperature) {
  ThreadPool pool(1);
  return FitTargets(StandardNormal(), Targets(), {temperature, 800, 128}, 3,
                    &pool);
}

TEST(SemidiscreteCouplingTest, TakesTheLeastCostLessWeight) {
  const FittedTargets fitted = Fit(0);
  EXPECT_LT(fitted.quality.marginal_error, 0.06);
  const SemidiscreteCoupling coupling(fitted.targets, 0);
  ASSERT_NE(coupling.own_target(), nullptr);
  EXPECT_TRUE(coupling.own_target()->label_n.equal(Targets().label_n));
  const Points source = StandardNormal().Draw(50, 9);
  ASSERT_OK_AND_ASSIGN(const Pairs pairs,
                       coupling.Couple(source, *coupling.own_target(), 1));
  for (int64_t i = 0; i < 50; ++i) {
    double best = 1e9;
    int64_t at = -1;
    for (int64_t j = 0; j < 12; ++j) {
      const double value =
          (source.x_nd[i] - Targets().x_nd[j]).square().sum().item<double>() -
          fitted.targets.weights[j];
      if (value < best) {
        best = value;
        at = j;
      }
    }
    EXPECT_EQ(pairs.source_b[i].item<int64_t>(), i);
    EXPECT_EQ(pairs.target_b[i].item<int64_t>(), at);
  }
}

// 24 000 points: the share of a target has a standard deviation below 0.0018;
// the fit adds its own error, bounded as above.
TEST(SemidiscreteCouplingTest, EachTargetIsTakenEquallyOften) {
  for (const double temperature : {0.0, 0.3}) {
    const SemidiscreteCoupling coupling(Fit(temperature).targets, temperature);
    ASSERT_OK_AND_ASSIGN(
        const Pairs pairs,
        coupling.Couple(StandardNormal().Draw(24000, 9), Targets(), 1));
    for (int64_t j = 0; j < 12; ++j) {
      const double share = pairs.target_b.eq(j).sum().item<double>() / 24000.0;
      EXPECT_NEAR(share, 1.0 / 12, 5 * 0.0018 + 0.012) << j;
    }
  }
}

}  // namespace
}  // namespace flow::core
