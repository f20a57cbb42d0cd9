#include "local_flow/block_marginal.h"

#include <cmath>
#include <memory>

#include "ATen/TensorOperators.h"
#include "ATen/core/Formatting.h"
#include "ATen/ops/allclose.h"
#include "ATen/ops/logsumexp.h"
#include "ATen/ops/stack.h"
#include "ATen/ops/tensor.h"
#include "core/base/status_testing.h"
#include "core/distribution/gaussian.h"
#include "core/distribution/gaussian_mixture.h"
#include "core/ode/autograd_divergence.h"
#include "core/ode/chain.h"
#include "local_flow/step_sizes.h"

namespace flow::local_flow {
namespace {

using core::GaussianComponent;

// Paths whose mean moves smoothly all the way, so that a solver can be exact.
const core::PathOptions kPaths[] = {
    core::LinearPathOptions(), core::TrigonometricPathOptions(),
    core::PolynomialPathOptions{2}, core::BrownianBridgePathOptions{0.5},
    core::StochasticInterpolantPathOptions{
        core::Interpolant::kTrigonometric,
        core::InterpolantNoise::kSineSquared}};

// The exact blocks of a chain, from the free one to the one at the data.
core::FieldChain ExactChain(std::vector<GaussianComponent> data,
                            const std::vector<double>& gammas,
                            LocalCoupling coupling,
                            const core::PathOptions& path) {
  core::FieldChain chain;
  const auto add = [&](const Diffusion& diffusion) {
    const BlockOptions block = {diffusion, coupling};
    chain.insert(chain.begin(), {std::make_shared<core::AutogradField>(
                                    std::make_shared<core::MixtureMarginal>(
                                        BlockMarginal(data, block, path)))});
    data = Diffused(data, diffusion);
  };
  for (const double gamma : gammas) add(DiffusionOf(gamma));
  add({});
  return chain;
}

class BlockMarginalTest : public testing::Test {
 protected:
  // Where the clean point x goes, backward through one block.
  double Diffuse(double sigma, double gamma, LocalCoupling coupling,
                 const core::PathOptions& path) {
    const core::FieldsByClass field = {std::make_shared<core::AutogradField>(
        std::make_shared<core::MixtureMarginal>(BlockMarginal(
            {{1, {0}, sigma}}, {DiffusionOf(gamma), coupling}, path)))};
    const auto block =
        core::MakeChainTransport({field}, core::Rk4Options{{400}}, &pool_)
            .value();
    const at::Tensor one = at::tensor({1.0}, at::kDouble).unsqueeze(1);
    return block->Push(one, {core::Direction::kBackward, {}})
        .value()
        .x_nd.item<double>();
  }

  ThreadPool pool_{1};
};

// A Gaussian of deviation s is stretched by sqrt(a^2 s^2 + 1 - a^2) / s,
// whatever the path and the coupling: in one dimension there is one map that
// keeps the order.
TEST_F(BlockMarginalTest, AGaussianIsStretched) {
  const struct {
    double sigma, gamma, factor;
  } cases[] = {{2, 0.1, 0.929542},
               {0.5, 0.1, 1.242501},
               {2, 0.5, 0.725196},
               {0.5, 0.5, 1.701870}};
  for (const auto& path : kPaths) {
    for (const auto& c : cases) {
      for (const auto coupling :
           {LocalCoupling::kDependent, LocalCoupling::kIndependent}) {
        EXPECT_NEAR(Diffuse(c.sigma, c.gamma, coupling, path), c.factor, 1e-6)
            << c.sigma << " " << c.gamma;
      }
    }
  }
}

// Values computed elsewhere, by another program.
TEST_F(BlockMarginalTest, AChainReproducesAMixtureInOneDimension) {
  const std::vector<GaussianComponent> data = {{0.3, {-1.5}, 0.3},
                                               {0.7, {1}, 0.5}};
  const at::Tensor x_nd =
      at::tensor({-2.3, -0.4, 0.7, 1.9}, at::kDouble).unsqueeze(1);
  const at::Tensor log_density_n =
      at::tensor({-4.474494, -4.460040, -0.762466, -2.202466}, at::kDouble);
  const at::Tensor z_nd =
      at::tensor({-3.04871, -0.51937, -0.02011, 1.95738}, at::kDouble)
          .unsqueeze(1);
  const auto source = core::Gaussian::Create({0}, 1).value();
  for (const auto& path : kPaths) {
    const auto chain =
        ExactChain(data, {0.1, 0.15, 0.225}, LocalCoupling::kDependent, path);
    ASSERT_OK_AND_ASSIGN(
        const core::LogLikelihoods found,
        core::LogLikelihoodOfChain(chain, *source, core::Rk4Options{{400}}, {},
                                   {x_nd}, 0, &pool_));
    EXPECT_TRUE(at::allclose(found.log_density_n, log_density_n, 0, 1e-6))
        << found.log_density_n;
    EXPECT_TRUE(at::allclose(found.source_nd, z_nd, 0, 1e-5))
        << found.source_nd;
  }
}

// The density is the mixture's, to 1e-6, in two dimensions as well, where paths
// and couplings make different maps.
TEST_F(BlockMarginalTest, AChainReproducesAMixtureInThePlane) {
  const std::vector<GaussianComponent> data = {
      {0.5, {-1, 0.5}, 0.4}, {0.2, {1.5, 1}, 0.3}, {0.3, {0.5, -1}, 0.6}};
  const auto mixture = core::GaussianMixture::Create(data).value();
  const at::Tensor x_nd = mixture->Draw(40, 5).x_nd.to(at::kDouble);
  const auto source = core::Gaussian::Create({0, 0}, 1).value();
  std::vector<at::Tensor> sources;
  for (const auto& path : kPaths) {
    for (const auto coupling :
         {LocalCoupling::kDependent, LocalCoupling::kShuffled}) {
      const auto chain = ExactChain(data, {0.2, 0.4}, coupling, path);
      ASSERT_OK_AND_ASSIGN(
          const core::LogLikelihoods found,
          core::LogLikelihoodOfChain(chain, *source,
                                     core::Dopri5Options{{1e-9, 1e-9}}, {},
                                     {x_nd}, 0, &pool_));
      EXPECT_TRUE(at::allclose(found.log_density_n, *mixture->LogDensity(x_nd),
                               0, 1e-6));
      sources.push_back(found.source_nd);
    }
  }
  EXPECT_FALSE(at::allclose(sources[0], sources[1], 0, 1e-3));
}

// sqrt(1 - t^2) x0 comes to its end infinitely fast. Rates are those a
// millionth away from there, where sqrt(2e-6) = 0.0014 of x0 is left and half
// of that is caught up with: so far is a point of length 2 from where it should
// be, after each of the blocks, and the density by the gradient of its
// logarithm, which is below 20 here.
TEST_F(BlockMarginalTest, APathThatEndsInfinitelyFastIsNearlyExact) {
  const std::vector<GaussianComponent> data = {{0.3, {-1.5}, 0.3},
                                               {0.7, {1}, 0.5}};
  const auto mixture = core::GaussianMixture::Create(data).value();
  const at::Tensor x_nd = mixture->Draw(40, 5).x_nd.to(at::kDouble);
  const auto source = core::Gaussian::Create({0}, 1).value();
  for (const core::PathOptions& path :
       {core::PathOptions(core::LinearVpPathOptions()),
        core::PathOptions(core::CosinePathOptions())}) {
    const auto chain =
        ExactChain(data, {0.2, 0.4}, LocalCoupling::kDependent, path);
    ASSERT_OK_AND_ASSIGN(const core::LogLikelihoods found,
                         core::LogLikelihoodOfChain(
                             chain, *source, core::Dopri5Options{{1e-9, 1e-9}},
                             {}, {x_nd}, 0, &pool_));
    const at::Tensor error_n =
        (found.log_density_n - *mixture->LogDensity(x_nd)).abs();
    EXPECT_LT(error_n.max().item<double>(), 1e-2) << error_n;
  }
}

TEST(DiffusedTest, TwoStepsAreOne) {
  const std::vector<GaussianComponent> data = {{0.5, {-1, 0.5}, 0.4},
                                               {0.5, {1, 2}, 1.5}};
  const auto twice =
      Diffused(Diffused(data, DiffusionOf(0.1)), DiffusionOf(0.25));
  const auto once = Diffused(data, DiffusionOf(0.35));
  for (size_t k = 0; k < data.size(); ++k) {
    EXPECT_NEAR(twice[k].mean[1], once[k].mean[1], 1e-15);
    EXPECT_NEAR(twice[k].std, once[k].std, 1e-15);
  }
}

}  // namespace
}  // namespace flow::local_flow
