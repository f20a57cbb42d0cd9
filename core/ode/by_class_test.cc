#include "core/ode/by_class.h"

#include <utility>

#include "ATen/TensorOperators.h"
#include "ATen/ops/allclose.h"
#include "ATen/ops/arange.h"
#include "ATen/ops/full.h"
#include "core/base/status_testing.h"
#include "core/distribution/gaussian.h"
#include "core/ode/autograd_divergence.h"
#include "core/ode/guided_field.h"
#include "core/ode/velocity_field_testing.h"
#include "core/tensor/random_tensor.h"

namespace flow::core {
namespace {

using ::testing::HasSubstr;

constexpr int64_t kPoints = 300;

// dx/dt = rate x.
std::shared_ptr<const DivergenceField> Growth(double rate) {
  return std::make_shared<AutogradField>(std::make_shared<FunctionField>(
      [rate](const at::Tensor& x_bd, const at::Tensor&) {
        return rate * x_bd;
      }));
}

class ByClassTest : public testing::Test {
 protected:
  absl::StatusOr<Transported> Push(const FieldsByClass& fields,
                                   const Journey& journey) {
    FLOW_ASSIGN_OR_RETURN(
        const auto transport,
        MakeOdeTransport(fields, Dopri5Options{{1e-9, 1e-9}}, &pool_));
    return transport->Push(x_nd_, journey);
  }

  at::Tensor x_nd_ = NormalTensor(1, kPoints, 2).to(at::kDouble);
  // 2, 0, 2, 0, ...; the class 1 has no points
  at::Tensor label_n_ = (1 - at::arange(kPoints, at::kLong).remainder(2)) * 2;
  FieldsByClass fields_ = {Growth(0.5), Growth(7), Growth(-1)};
  ThreadPool pool_{1};  // a death test forks
};

TEST_F(ByClassTest, EveryPointFollowsItsClass) {
  ASSERT_OK_AND_ASSIGN(const Transported moved,
                       Push(fields_, {.direction = Direction::kForward,
                                      .save_at = {0, 1},
                                      .label_n = label_n_}));
  const at::Tensor rate_n1 =
      label_n_.eq(0).to(at::kDouble).mul(1.5).sub(1).unsqueeze(1);
  const at::Tensor expected = x_nd_ * rate_n1.exp();
  EXPECT_TRUE(at::allclose(moved.x_nd, expected, 1e-7, 1e-7));
  EXPECT_EQ(moved.evaluations_n.size(0), kPoints);
  EXPECT_EQ(moved.path_energy_n.size(0), kPoints);
  EXPECT_TRUE(moved.trajectory_snd.select(0, 0).equal(x_nd_));
  EXPECT_TRUE(moved.trajectory_snd.select(0, 1).equal(moved.x_nd));
}

TEST_F(ByClassTest, ASingleFieldMovesAllAndLooksAtNoLabel) {
  ASSERT_OK_AND_ASSIGN(const Transported moved,
                       Push({Growth(0.5)}, {.direction = Direction::kForward}));
  EXPECT_TRUE(at::allclose(moved.x_nd, x_nd_ * std::exp(0.5), 1e-7, 1e-7));
}

// log p_1(x) = log p_0(e^-r x) - 2 r
TEST_F(ByClassTest, LikelihoodsAreThoseOfTheClass) {
  const auto source = *Gaussian::Create({0, 0}, 1);
  const auto likelihood = [&](const FieldsByClass& fields,
                              const at::Tensor& label_n) {
    return LogLikelihoodByClass(fields, *source, Dopri5Options{{1e-9, 1e-9}},
                                {}, {x_nd_, label_n}, /*seed=*/1, &pool_);
  };
  ASSERT_OK_AND_ASSIGN(const LogLikelihoods all, likelihood(fields_, label_n_));
  for (const int64_t label : {0, 2}) {
    ASSERT_OK_AND_ASSIGN(const LogLikelihoods one,
                         likelihood({fields_[label]}, label_n_));
    const at::Tensor of_class = label_n_.eq(label);
    EXPECT_TRUE(at::allclose(all.log_density_n.masked_select(of_class),
                             one.log_density_n.masked_select(of_class)));
  }
  const at::Tensor expected =
      *source->LogDensity(x_nd_.narrow(0, 1, 1) * std::exp(-0.5)) - 1;
  EXPECT_NEAR(all.log_density_n[1].item<double>(), expected.item<double>(),
              1e-6);
}

TEST_F(ByClassTest, AnErrorNamesItsClass) {
  fields_[2] = Growth(std::numeric_limits<double>::quiet_NaN());
  EXPECT_THAT(
      Push(fields_, {.direction = Direction::kForward, .label_n = label_n_})
          .status(),
      StatusIs(absl::StatusCode::kOutOfRange,
               HasSubstr("among the points of class 2")));
}

TEST_F(ByClassTest, LabelsMustBeThere) {
  EXPECT_DEATH((void)Push(fields_, {.direction = Direction::kForward}),
               "a label for each point");
  EXPECT_DEATH(
      (void)Push(fields_, {.direction = Direction::kForward,
                           .label_n = at::full({kPoints}, 3, at::kLong)}),
      "labels of 3 classes");
}

TEST(GuidedFieldTest, MovesTheVelocityAwayFromThatOfNoClass) {
  const at::Tensor x_bd = NormalTensor(1, 5, 2), t_b = at::full({5}, 0.5);
  const auto rate = [&](double weight) {
    const GuidedField field(Growth(2), Growth(-1), weight);
    const VelocityDivergence at = field.VelocityAndDivergence(x_bd, t_b, {});
    EXPECT_TRUE(at.velocity_bd.equal(field.Velocity(x_bd, t_b)));
    const double rate = at.divergence_b[0].item<double>() / 2;
    EXPECT_TRUE(at::allclose(at.velocity_bd, rate * x_bd));
    return rate;
  };
  EXPECT_NEAR(rate(0), -1, 1e-6);
  EXPECT_NEAR(rate(1), 2, 1e-6);
  EXPECT_NEAR(rate(1.5), 3.5, 1e-6);
}

}  // namespace
}  // namespace flow::core
