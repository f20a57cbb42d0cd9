#include "core/ode/mixed_likelihood.h"

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

constexpr OdeOptions kExact = Dopri5Options{{1e-10, 1e-10}};

// dx/dt = rate x.
FieldsByClass Growth(double rate) {
  return {std::make_shared<AutogradField>(std::make_shared<FunctionField>(
      [rate](const at::Tensor& x_bd, const at::Tensor&) {
        return rate * x_bd;
      }))};
}

class MixedLikelihoodTest : public testing::Test {
 protected:
  LogLikelihoods Mixed(const FieldChain& chain) {
    return MixedLogLikelihoodOfChain(chain, *source_, kExact, {}, {x_nd_}, 0,
                                     &pool_)
        .value();
  }

  at::Tensor x_nd_ = NormalTensor(1, 200, 2).to(at::kDouble);
  std::unique_ptr<Gaussian> source_ = Gaussian::Create({0, 0}, 1).value();
  ThreadPool pool_{2};
};

// Back along dx/dt = r x Euler's method shrinks a point by (1 - r/149) in each
// of 149 steps, an exact solver by e^-r; the divergence is 2 r, exactly summed.
// The second part's way is exact, the first one's Euler's.
TEST_F(MixedLikelihoodTest, OnlyTheSourcesPartKeepsEulersState) {
  const double first = std::log(3), second = std::log(2);
  const double shrink =
      std::exp(-second) *
      std::pow(1 - first / kMixedEulerSteps, kMixedEulerSteps);
  const LogLikelihoods found = Mixed({Growth(first), Growth(second)});
  EXPECT_TRUE(at::allclose(found.source_nd, x_nd_ * shrink, 1e-9, 1e-9));
  EXPECT_TRUE(at::allclose(
      found.log_density_n,
      *source_->LogDensity(x_nd_ * shrink) - 2 * (first + second), 0, 1e-8));
  EXPECT_GT(found.evaluations_n.min().item<int64_t>(), 2 * kMixedEulerSteps);
}

TEST_F(MixedLikelihoodTest, OfOnePartItIsEulersMethod) {
  const LogLikelihoods found = Mixed({Growth(0.7)});
  const LogLikelihoods euler =
      LogLikelihoodOfChain({Growth(0.7)}, *source_,
                           EulerOptions{kMixedEulerSteps}, {}, {x_nd_}, 0,
                           &pool_)
          .value();
  EXPECT_TRUE(found.log_density_n.equal(euler.log_density_n));
}

}  // namespace
}  // namespace flow::core
