#include "core/eval/nll.h"

#include <cmath>
#include <memory>
#include <numbers>
#include <utility>

#include "ATen/TensorOperators.h"
#include "ATen/ops/zeros.h"
#include "core/base/status_testing.h"
#include "core/distribution/gaussian.h"
#include "core/eval/flow_model.h"
#include "core/ode/autograd_divergence.h"
#include "core/ode/velocity_field_testing.h"

namespace flow::core {
namespace {

using testing::HasSubstr;

constexpr double kStd = 0.5;

std::shared_ptr<const Distribution> Law(std::vector<double> mean, double std) {
  return *Gaussian::Create(std::move(mean), std);
}

// The flow from N(0, I) to N((1.5, 1.5), 0.5^2 I), which it meets exactly.
class NllTest : public testing::Test {
 protected:
  absl::StatusOr<MetricValue> Measure(const NllOptions& options) {
    return Nll(options).Evaluate(points_, {&pool_, /*seed=*/3, &model_});
  }

  FlowModel model_ = {
      Law({0, 0}, 1),
      Law({1.5, 1.5}, kStd),
      {{std::make_shared<AutogradField>(
          std::make_shared<FunctionField>(GaussianVelocity(1.5, kStd)))}},
      Dopri5Options{{1e-7, 1e-7}}};
  Evaluation points_ = {.target_nd = model_.target->Draw(300, 1).x_nd};
  ThreadPool pool_{2};
};

TEST_F(NllTest, OfAPerfectModelIsItsFloor) {
  ASSERT_OK_AND_ASSIGN(const MetricValue nll, Measure({}));
  EXPECT_NEAR(nll.value, *nll.floor, 1e-4);
  EXPECT_EQ(nll.n, 300);
  // -log q has the mean D / 2 (1 + log(2 pi s^2)), the entropy, and the
  // variance D / 2; five standard errors fail in one of 10^6 draws
  const double entropy = 1 + std::log(2 * std::numbers::pi * kStd * kStd);
  EXPECT_NEAR(nll.value, entropy, 5 / std::sqrt(300.));
  EXPECT_NEAR(*nll.std_error, 1 / std::sqrt(300.), 0.02);
}

// Of one flow the mixture is Euler's method, whose 149 steps miss by little.
TEST_F(NllTest, ByMixedIntegratorsItHasAnotherNameAndNoFloor) {
  const NllOptions mixed = {.paper_mixed = true};
  EXPECT_EQ(Nll(mixed).name(), "nll_paper_mixed");
  ASSERT_OK_AND_ASSIGN(const MetricValue exact, Measure({}));
  ASSERT_OK_AND_ASSIGN(const MetricValue nll, Measure(mixed));
  EXPECT_NE(nll.value, exact.value);
  EXPECT_NEAR(nll.value, exact.value, 0.05);
  EXPECT_FALSE(nll.floor.has_value());
}

// Of another law it is more by the divergence: KL(N(m, s) | N(m, S)) of two
// dimensions is 2 log(S / s) + (s / S)^2 - 1.
TEST_F(NllTest, OfAnotherModelIsMoreByTheDivergence) {
  const double wide = 1;
  model_.fields = {{std::make_shared<AutogradField>(
      std::make_shared<FunctionField>(GaussianVelocity(1.5, wide)))}};
  ASSERT_OK_AND_ASSIGN(const MetricValue nll, Measure({}));
  const double divergence =
      2 * std::log(wide / kStd) + std::pow(kStd / wide, 2) - 1;
  // the difference of both has the standard deviation (s^-2 - S^-2) s^2 =
  // 0.75 at a point
  EXPECT_NEAR(nll.value - *nll.floor, divergence, 5 * 0.75 / std::sqrt(300.));
}

// The density is that of the way back: the flow of a perfect one, whatever
// leads there.
TEST_F(NllTest, IsOfTheWayBackWhereThatWasLearntApart) {
  ASSERT_OK_AND_ASSIGN(const MetricValue perfect, Measure({}));
  model_.way_back = std::move(model_.fields);
  model_.fields = {{std::make_shared<AutogradField>(
      std::make_shared<FunctionField>(GaussianVelocity(-3, 2)))}};
  ASSERT_OK_AND_ASSIGN(const MetricValue nll, Measure({}));
  EXPECT_EQ(nll.value, perfect.value);
}

TEST_F(NllTest, BitsPerDimensionAreAnotherUnit) {
  ASSERT_OK_AND_ASSIGN(const MetricValue nats, Measure({}));
  ASSERT_OK_AND_ASSIGN(const MetricValue bits,
                       Measure({.unit = LikelihoodUnit::kBitsPerDim}));
  const double unit = 2 * std::numbers::ln2;
  EXPECT_NEAR(bits.value, nats.value / unit, 1e-12);
  EXPECT_NEAR(*bits.std_error, *nats.std_error / unit, 1e-12);
  EXPECT_NEAR(*bits.floor, *nats.floor / unit, 1e-12);
}

// The Jacobian is a multiple of the identity, of which every probe knows the
// trace.
TEST_F(NllTest, ProbesEstimateIt) {
  ASSERT_OK_AND_ASSIGN(const MetricValue exact, Measure({}));
  ASSERT_OK_AND_ASSIGN(const MetricValue probed, Measure({.probes = 2}));
  EXPECT_NEAR(probed.value, exact.value, 1e-4);
}

TEST_F(NllTest, TakesTheFirstPointsOrMoreThanThereAre) {
  ASSERT_OK_AND_ASSIGN(const MetricValue fewer, Measure({.samples = 100}));
  EXPECT_EQ(fewer.n, 100);
  points_.target_nd = points_.target_nd.narrow(0, 0, 100);
  ASSERT_OK_AND_ASSIGN(const MetricValue all, Measure({}));
  EXPECT_EQ(fewer.value, all.value);
  ASSERT_OK_AND_ASSIGN(const MetricValue more, Measure({.samples = 500}));
  EXPECT_EQ(more.n, 500);
  EXPECT_NE(more.value, all.value);
}

// A law without a formula for its density.
class Nameless : public Distribution {
 public:
  int64_t dim() const override { return 2; }
  Points Draw(int64_t n, Seed) const override {
    return {at::zeros({n, 2}), at::Tensor()};
  }
};

TEST_F(NllTest, HasNoFloorWhereTheTargetHasNoDensity) {
  model_.target = std::make_shared<Nameless>();
  ASSERT_OK_AND_ASSIGN(const MetricValue nll, Measure({}));
  EXPECT_FALSE(nll.floor.has_value());
}

TEST_F(NllTest, NeedsAModelAndASourceWithADensity) {
  EXPECT_THAT(Nll(NllOptions{}).Evaluate(points_, {&pool_, 3}),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("asked of a flow")));
  model_.source = std::make_shared<Nameless>();
  EXPECT_THAT(Measure({}), StatusIs(absl::StatusCode::kFailedPrecondition,
                                    HasSubstr("source whose density")));
}

}  // namespace
}  // namespace flow::core
