#include "core/ode/chain.h"

#include <cmath>

#include "ATen/TensorOperators.h"
#include "ATen/ops/allclose.h"
#include "core/base/status_testing.h"
#include "core/distribution/gaussian.h"
#include "core/ode/autograd_divergence.h"
#include "core/ode/velocity_field_testing.h"
#include "core/tensor/random_tensor.h"

namespace flow::core {
namespace {

using ::testing::HasSubstr;

constexpr OdeOptions kExact = Dopri5Options{{1e-10, 1e-10}};

FieldsByClass FieldOf(FunctionField::Function function) {
  return {std::make_shared<AutogradField>(
      std::make_shared<FunctionField>(std::move(function)))};
}

// dx/dt = rate x.
FieldsByClass Growth(double rate) {
  return FieldOf([rate](const at::Tensor& x_bd, const at::Tensor&) {
    return rate * x_bd;
  });
}

// dx/dt = by.
FieldsByClass Shift(double by) {
  return FieldOf([by](const at::Tensor& x_bd, const at::Tensor&) {
    return 0 * x_bd + by;
  });
}

class ChainTest : public testing::Test {
 protected:
  absl::StatusOr<Transported> Push(const FieldChain& chain, const at::Tensor& x,
                                   const Journey& journey) {
    FLOW_ASSIGN_OR_RETURN(const auto transport,
                          MakeChainTransport(chain, kExact, &pool_));
    return transport->Push(x, journey);
  }

  at::Tensor x_nd_ = NormalTensor(1, 200, 2).to(at::kDouble);
  ThreadPool pool_{2};
};

TEST_F(ChainTest, PartsFollowEachOther) {
  // first doubled, then moved: the other way round would be another map
  const FieldChain chain = {Growth(std::log(2)), Shift(3)};
  ASSERT_OK_AND_ASSIGN(const Transported there,
                       Push(chain, x_nd_, {Direction::kForward, {}}));
  EXPECT_TRUE(at::allclose(there.x_nd, 2 * x_nd_ + 3, 1e-8, 1e-8));
  ASSERT_OK_AND_ASSIGN(const Transported back,
                       Push(chain, there.x_nd, {Direction::kBackward, {}}));
  EXPECT_TRUE(at::allclose(back.x_nd, x_nd_, 1e-8, 1e-8));
}

TEST_F(ChainTest, TimesRunThroughAllParts) {
  const FieldChain chain = {Shift(1), Shift(10)};
  ASSERT_OK_AND_ASSIGN(
      const Transported moved,
      Push(chain, x_nd_, {Direction::kForward, {0, 0.25, 0.5, 0.75, 1}}));
  ASSERT_EQ(moved.trajectory_snd.size(0), 5);
  const double expected[] = {0, 0.5, 1, 6, 11};
  for (int s = 0; s < 5; ++s) {
    EXPECT_TRUE(
        at::allclose(moved.trajectory_snd[s], x_nd_ + expected[s], 0, 1e-8))
        << s;
  }
}

TEST_F(ChainTest, TheEnergyIsThatOfOneUnitOfTime) {
  // 1 and then 3 in each of two dimensions, in half a unit of time each: at the
  // speeds 2 and 6
  const FieldChain chain = {Shift(1), Shift(3)};
  ASSERT_OK_AND_ASSIGN(const Transported moved,
                       Push(chain, x_nd_, {Direction::kForward, {}}));
  const double energy = 2 * (0.5 * 4 + 0.5 * 36);
  EXPECT_NEAR(moved.path_energy_n[7].item<double>(), energy, 1e-8);
  EXPECT_GE(energy, 2 * 16) << "no less than the squared distance";
  ASSERT_OK_AND_ASSIGN(const Transported one,
                       Push({Shift(1)}, x_nd_, {Direction::kForward, {}}));
  ASSERT_OK_AND_ASSIGN(const Transported three,
                       Push({Shift(3)}, x_nd_, {Direction::kForward, {}}));
  EXPECT_TRUE(
      moved.evaluations_n.equal(one.evaluations_n + three.evaluations_n));
}

TEST_F(ChainTest, TheLikelihoodCountsTheVolumeOfEveryPart) {
  const auto source = Gaussian::Create({0, 0}, 1).value();
  // x = 2 (3 z) + 1: N(1, 36)
  const FieldChain chain = {Growth(std::log(3)), Growth(std::log(2)), Shift(1)};
  const auto target = Gaussian::Create({1, 1}, 6).value();
  ASSERT_OK_AND_ASSIGN(
      const LogLikelihoods found,
      LogLikelihoodOfChain(chain, *source, kExact, {}, {x_nd_}, 0, &pool_));
  EXPECT_TRUE(
      at::allclose(found.log_density_n, *target->LogDensity(x_nd_), 0, 1e-8));
  EXPECT_TRUE(at::allclose(found.source_nd, (x_nd_ - 1) / 6, 1e-8, 1e-8));
  EXPECT_GT(found.evaluations_n.min().item<int64_t>(), 3 * 6);
}

TEST_F(ChainTest, AFailureNamesThePart) {
  const FieldChain chain = {
      Shift(1), FieldOf([](const at::Tensor& x_bd, const at::Tensor&) {
        return x_bd / 0.0;
      })};
  EXPECT_THAT(
      Push(chain, x_nd_, {Direction::kForward, {}}),
      StatusIs(absl::StatusCode::kOutOfRange, HasSubstr("in part 2 of 2")));
}

}  // namespace
}  // namespace flow::core
