#include "core/eval/marginal_error.h"

#include <memory>
#include <optional>
#include <utility>

#include "ATen/TensorOperators.h"
#include "ATen/ops/arange.h"
#include "core/base/status_testing.h"
#include "core/distribution/gaussian.h"
#include "core/eval/eval_testing.h"
#include "core/eval/flow_model.h"

namespace flow::core {
namespace {

using testing::HasSubstr;

// Pairs whose source points are N(shift e_1, scale^2 I). With a weight, every
// other one is moved by 10 and has that, and the others weigh 1.
class GivenPairs : public Batches {
 public:
  GivenPairs(GaussianLaw law, std::optional<double> weight)
      : law_(law), weight_(weight) {}

  absl::StatusOr<Stretch> GetStretch(int64_t step) const override {
    GaussianLaw law = law_;
    law.seed = DeriveSeed(law_.seed, "step", step);
    Stretch stretch = {.first = step};
    Batch& batch = stretch.rows;
    batch.x0_bd = batch.x1_bd = GaussianPoints(law);
    if (weight_) {
      const at::Tensor odd_b = at::arange(law.n, at::kFloat).remainder(2);
      batch.x0_bd = batch.x0_bd +
                    10 * odd_b.unsqueeze(1) * at::arange(1, -1, -1, at::kFloat);
      batch.weight_b = 1 - odd_b + *weight_ * odd_b;
    }
    return stretch;
  }

 private:
  GaussianLaw law_;
  std::optional<double> weight_;
};

class MarginalErrorTest : public testing::Test {
 protected:
  absl::StatusOr<MetricValue> Measure(
      GaussianLaw law, std::optional<double> weight = std::nullopt) {
    law.n = 70;  // which does not divide the number of points
    model_.pairs = std::make_shared<GivenPairs>(law, weight);
    return MarginalError().Evaluate(points_, {&pool_, /*seed=*/3, &model_});
  }

  Evaluation points_ = {.source_nd = GaussianPoints({.n = 500, .seed = 1})};
  FlowModel model_ = {.source = *Gaussian::Create({0, 0}, 1)};
  ThreadPool pool_{2};
};

// Both are W2^2 of two draws of 500 points: 0.029 with a deviation of 0.006
// over 200 draws.
TEST_F(MarginalErrorTest, OfPairsThatKeepTheSourceIsItsFloor) {
  ASSERT_OK_AND_ASSIGN(const MetricValue error, Measure({.seed = 9}));
  EXPECT_NEAR(error.value, *error.floor, 0.045);
  EXPECT_LT(error.value, 0.1);
  EXPECT_EQ(error.n, 500);
}

// W2^2 of two normal laws is |m|^2 + D (s - 1)^2.
TEST_F(MarginalErrorTest, OfPairsWithAnotherSourceIsTheDistance) {
  ASSERT_OK_AND_ASSIGN(const MetricValue error,
                       Measure({.shift = 2, .scale = 0.5, .seed = 9}));
  EXPECT_NEAR(error.value - *error.floor / 2, 4.5, 5 * *error.std_error);
}

TEST_F(MarginalErrorTest, WeightsCount) {
  ASSERT_OK_AND_ASSIGN(const MetricValue none, Measure({.seed = 9}, 0));
  EXPECT_NEAR(none.value, *none.floor, 0.045);
  // a quarter of the mass is 10 away. Along e_1 it is met by the upper quarter
  // of N(0, 1), whose mean is 1.27, and the rest, whose mean is -0.42, by all
  // of N(0, 1): 0.25 8.73^2 + 0.75 0.42^2 = 19.2, and less than 1 for the
  // shapes
  ASSERT_OK_AND_ASSIGN(const MetricValue third, Measure({.seed = 9}, 1 / 3.));
  EXPECT_NEAR(third.value, 19.7, 6);
}

TEST_F(MarginalErrorTest, NeedsPairs) {
  EXPECT_THAT(MarginalError().Evaluate(points_, {&pool_, 3, &model_}),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("trained on pairs")));
}

}  // namespace
}  // namespace flow::core
