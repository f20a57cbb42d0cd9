#include "core/eval/bits_per_dim.h"

#include <cmath>
#include <memory>
#include <numbers>
#include <vector>

#include "ATen/TensorOperators.h"
#include "ATen/ops/full.h"
#include "ATen/ops/tensor.h"
#include "ATen/ops/zeros_like.h"
#include "core/base/status_testing.h"
#include "core/distribution/gaussian.h"
#include "core/eval/flow_model.h"
#include "core/ode/autograd_divergence.h"
#include "core/ode/velocity_field_testing.h"

namespace flow::core {
namespace {

using testing::HasSubstr;

// The flow that stays: p_1 is N(0, s^2 I).
class BitsPerDimTest : public testing::Test {
 protected:
  explicit BitsPerDimTest(double std = 0.8)
      : model_{
            *Gaussian::Create({0, 0}, std),
            *Gaussian::Create({0, 0}, std),
            {{std::make_shared<AutogradField>(std::make_shared<FunctionField>(
                [](const at::Tensor& x_bd, const at::Tensor&) {
                  return at::zeros_like(x_bd);
                }))}},
            EulerOptions{1}} {}

  absl::StatusOr<MetricValue> Measure(const BitsPerDimOptions& options,
                                      const at::Tensor& images) {
    return BitsPerDim(options).Evaluate({.target_nd = images},
                                        {&pool_, /*seed=*/3, &model_});
  }

  FlowModel model_;
  ThreadPool pool_{2};
};

// -log p(x + u) in the mean over u: (x^2 + delta^2 / 12) / (2 s^2) + log s +
// log(2 pi) / 2 in each coordinate. Its scatter is below 1, so that five
// standard errors of 4000 images are 0.1.
TEST_F(BitsPerDimTest, IsTheMeanOverTheGreyLevelAndItsWidth) {
  const double x = 0.5, s = 0.8;
  for (const int64_t levels : {5, 17}) {
    const double delta = 2. / static_cast<double>(levels - 1);
    const double nats = (x * x + delta * delta / 12) / (2 * s * s) +
                        std::log(s) + 0.5 * std::log(2 * std::numbers::pi);
    ASSERT_OK_AND_ASSIGN(
        const MetricValue bits,
        Measure({.levels = levels, .probes = 0}, at::full({4000, 2}, x)));
    EXPECT_NEAR(bits.value, nats / std::numbers::ln2 - std::log2(delta), 0.1);
    EXPECT_EQ(bits.n, 4000);
    EXPECT_FALSE(bits.floor.has_value());
  }
}

// What a code may not beat: the masses of all cells sum to one, so that a model
// that spreads them evenly over 5 levels needs log2 5 bits.
TEST_F(BitsPerDimTest, OfAFlatModelIsTheLogarithmOfTheLevels) {
  // nearly flat over [-1.25, 1.25], where it has nearly none of its mass, is
  // N(0, 100^2); flat with all mass would be less by log2 of the rest
  model_.source = *Gaussian::Create({0, 0}, 100);
  const double mass = std::erf(1.25 / (100 * std::sqrt(2.)));
  ASSERT_OK_AND_ASSIGN(
      const MetricValue bits,
      Measure({.levels = 5, .probes = 1}, at::full({10, 2}, -0.5)));
  EXPECT_NEAR(bits.value + std::log2(mass), std::log2(5), 1e-3);
}

TEST_F(BitsPerDimTest, RefusesWhatIsNoGreyLevel) {
  const at::Tensor image = at::tensor({0.f, 1.f, -1.f, 0.3f}).view({2, 2});
  EXPECT_THAT(Measure({.levels = 3}, image),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("of point 1 is none of the 3 grey levels")));
  EXPECT_OK(Measure({.levels = 3}, image.narrow(0, 0, 1).repeat({2, 1})));
  EXPECT_THAT(Measure({.levels = 3}, at::full({2, 2}, 2.f)),
              StatusIs(absl::StatusCode::kFailedPrecondition));
}

}  // namespace
}  // namespace flow::core
