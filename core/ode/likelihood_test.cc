#include "core/ode/likelihood.h"

#include <cmath>
#include <memory>
#include <numbers>
#include <utility>
#include <vector>

#include "ATen/TensorOperators.h"
#include "ATen/ops/linspace.h"
#include "ATen/ops/matmul.h"
#include "ATen/ops/tensor.h"
#include "ATen/ops/zeros.h"
#include "core/base/status_testing.h"
#include "core/distribution/gaussian.h"
#include "core/distribution/gaussian_mixture.h"
#include "core/ode/autograd_divergence.h"
#include "core/ode/velocity_field_testing.h"
#include "core/path/mixture_marginal.h"
#include "core/path/path_options.h"
#include "core/tensor/random_tensor.h"

namespace flow::core {
namespace {

using testing::HasSubstr;

const OdeOptions kTight = Dopri5Options{{.rtol = 1e-6, .atol = 1e-6}};

AutogradField FieldOf(FunctionField::Function function) {
  return AutogradField(std::make_shared<FunctionField>(std::move(function)));
}

// A = -a I + w J and a shear: exp(A) is a rotation, a scaling and known.
const double kShrink = 0.5, kTurn = 2.5;
at::Tensor LinearMatrix() {
  return at::tensor({-kShrink, -kTurn, kTurn, -kShrink}, at::kDouble)
      .view({2, 2});
}
AutogradField LinearField(const at::Tensor& matrix) {
  return FieldOf([matrix](const at::Tensor& x_bd, const at::Tensor&) {
    return at::matmul(x_bd, matrix.to(x_bd.scalar_type()).t());
  });
}

double MaxError(const at::Tensor& x, const at::Tensor& y) {
  return x.sub(y).abs().max().item<double>();
}

TEST(LikelihoodTest, ALinearFieldChangesVolumesByItsTrace) {
  ThreadPool pool(2);
  const AutogradField field = LinearField(LinearMatrix());
  const auto source = *Gaussian::Create({0, 0}, 1);
  const at::Tensor x = at::linspace(-2, 2, 300, at::kDouble).view({150, 2});
  ASSERT_OK_AND_ASSIGN(
      const LogLikelihoods at,
      LogLikelihood(field, *source, kTight, {}, x, /*seed=*/1, &pool));
  // x_0 = exp(-A) x, turned by -w and longer by e^a: |x_0| = e^a |x|; the
  // integral of the trace is -2 a
  const at::Tensor square = std::exp(2 * kShrink) * (x * x).sum(1);
  const at::Tensor expected =
      -0.5 * square - std::log(2 * std::numbers::pi) + 2 * kShrink;
  EXPECT_LT(MaxError(at.log_density_n, expected), 1e-4);
  EXPECT_GT(at.evaluations_n.min().item<int64_t>(), 2);
}

struct Mixtures {
  std::unique_ptr<Gaussian> source = *Gaussian::Create({0, 0}, 1);
  std::vector<GaussianComponent> components = {{0.3, {2, 1}, 0.5},
                                               {0.7, {-1, -1}, 0.8}};
  std::unique_ptr<GaussianMixture> target =
      *GaussianMixture::Create(components);
  AutogradField field{std::make_shared<MixtureMarginal>(
      std::vector<GaussianComponent>{{1, {0, 0}, 1}}, components,
      LinearPathOptions{})};
};

// The marginal flow carries the source to the target exactly.
TEST(LikelihoodTest, IsTheDensityOfTheMixtureThatTheFlowGenerates) {
  const Mixtures m;
  ThreadPool pool(2);
  const at::Tensor x = m.target->Draw(100, 3).x_nd.to(at::kDouble);
  const at::Tensor exact = *m.target->LogDensity(x);
  for (const OdeOptions& solver :
       {kTight, OdeOptions(Dopri8Options{{1e-6, 1e-6}}),
        OdeOptions(Rk4Options{40})}) {
    ASSERT_OK_AND_ASSIGN(
        const LogLikelihoods at,
        LogLikelihood(m.field, *m.source, solver, {}, x, 1, &pool));
    EXPECT_LT(MaxError(at.log_density_n, exact), 1e-3) << solver.index();
  }
}

TEST(LikelihoodTest, SinglePrecisionCostsFourDigits) {
  const Mixtures m;
  ThreadPool pool(2);
  const at::Tensor x = m.target->Draw(100, 3).x_nd;
  ASSERT_OK_AND_ASSIGN(
      const LogLikelihoods at,
      LogLikelihood(m.field, *m.source, Dopri5Options{}, {}, x, 1, &pool));
  EXPECT_LT(
      MaxError(at.log_density_n, *m.target->LogDensity(x.to(at::kDouble))),
      1e-3);
  EXPECT_EQ(at.source_nd.scalar_type(), at::kFloat);
}

TEST(LikelihoodTest, BothDirectionsAgree) {
  const Mixtures m;
  ThreadPool pool(2);
  const at::Tensor x0 = NormalTensor(1, 128, 2).to(at::kDouble);
  for (const int64_t probes : {0, 2}) {
    const DivergenceOptions divergence = {.probes = probes};
    ASSERT_OK_AND_ASSIGN(const VolumeChange there,
                         PushWithDivergence(m.field, kTight, divergence, x0,
                                            Direction::kForward, 5, &pool));
    ASSERT_OK_AND_ASSIGN(
        const VolumeChange back,
        PushWithDivergence(m.field, kTight, divergence, there.x_nd,
                           Direction::kBackward, 5, &pool));
    EXPECT_LT(MaxError(back.x_nd, x0), 1e-4);
    EXPECT_LT(MaxError(back.divergence_n, there.divergence_n), 1e-4);
  }
}

// e . A e = tr A + sum_{i<j} (a_ij + a_ji) e_i e_j along the whole path. Of
// Rademacher probes its variance is sum_{i<j} (a_ij + a_ji)^2 = 9 + 1 + 4, of
// Gaussian ones 2 |(A + A^T) / 2|_F^2 = 2 (1 + 4 + 0.25) + 14. n = 4000
// independent estimates: five standard errors fail in one of 10^6 runs; the
// sample variance is within a fifth of it (its relative standard error is below
// 4 %: the fourth moments of these forms are below 9 times the squared second).
TEST(LikelihoodTest, HutchinsonsEstimateIsUnbiasedWithTheVarianceOfItsProbes) {
  const at::Tensor a =
      at::tensor({1., 2., 0., 1., 2., -1., 1., 3., -0.5}, at::kDouble)
          .view({3, 3});
  const AutogradField field = LinearField(a);
  ThreadPool pool(2);
  const int64_t n = 4000;
  const at::Tensor x = at::zeros({n, 3}, at::kDouble);
  for (const auto& [law, variance] : {std::pair(ProbeLaw::kRademacher, 14.),
                                      std::pair(ProbeLaw::kGaussian, 24.5)}) {
    ASSERT_OK_AND_ASSIGN(
        const VolumeChange out,
        PushWithDivergence(field, EulerOptions{2}, {.probes = 1, .law = law}, x,
                           Direction::kForward, 9, &pool));
    EXPECT_NEAR(out.divergence_n.mean().item<double>(), 2.5,
                5 * std::sqrt(variance / n));
    EXPECT_NEAR(out.divergence_n.var().item<double>(), variance,
                0.2 * variance);
    ASSERT_OK_AND_ASSIGN(
        const VolumeChange four,
        PushWithDivergence(field, EulerOptions{2}, {.probes = 4, .law = law}, x,
                           Direction::kForward, 9, &pool));
    EXPECT_NEAR(four.divergence_n.var().item<double>(), variance / 4,
                0.05 * variance);
  }
}

TEST(LikelihoodTest, APointsEstimateIsItsOwn) {
  const Mixtures m;
  ThreadPool one(1), four(4);
  const at::Tensor x = NormalTensor(1, 140, 2);
  const auto push = [&](const at::Tensor& points, Seed seed, ThreadPool& pool) {
    const auto out =
        PushWithDivergence(m.field, Dopri5Options{}, {.probes = 1}, points,
                           Direction::kForward, seed, &pool);
    EXPECT_OK(out);
    return out->divergence_n;
  };
  const at::Tensor all = push(x, 1, one);
  EXPECT_TRUE(all.equal(push(x, 1, four)));
  EXPECT_TRUE(all.narrow(0, 0, 131).equal(push(x.narrow(0, 0, 131), 1, one)));
  EXPECT_FALSE(all.equal(push(x, 2, one)));
}

// A law without a formula for its density.
class Nameless : public Distribution {
 public:
  int64_t dim() const override { return 2; }
  Points Draw(int64_t n, Seed) const override {
    return {at::zeros({n, 2}), at::Tensor()};
  }
};

TEST(LikelihoodTest, RefusesWhatHasNoMeaning) {
  const Mixtures m;
  ThreadPool pool(1);
  const at::Tensor x = at::zeros({2, 2}, at::kDouble);
  EXPECT_THAT(
      LogLikelihood(m.field, Nameless(), EulerOptions{1}, {}, x, 1, &pool),
      StatusIs(absl::StatusCode::kFailedPrecondition,
               HasSubstr("source whose density is known")));
  EXPECT_THAT(
      LogLikelihood(m.field, *m.source, EulerOptions{0}, {}, x, 1, &pool),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("'steps'")));
  EXPECT_THAT(
      LogLikelihood(m.field, *m.source, EulerOptions{1}, {.probes = -1}, x, 1,
                    &pool),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("'probes'")));
}

}  // namespace
}  // namespace flow::core
