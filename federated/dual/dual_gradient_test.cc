#include "federated/dual/dual_gradient.h"

#include <cmath>
#include <memory>

#include "ATen/Parallel.h"
#include "ATen/TensorOperators.h"
#include "ATen/ops/concat.h"
#include "ATen/ops/randperm.h"
#include "core/nn/flat_parameters.h"
#include "core/nn/mlp_potential.h"
#include "core/tensor/random_tensor.h"
#include "federated/dual/c_transform.h"
#include "federated/dual/dual_testing.h"
#include "gtest/gtest.h"

namespace flow::federated {
namespace {

class DualGradientTest : public testing::Test {
 protected:
  // many small tensors: a second thread would cost more than it brings
  DualGradientTest() { at::set_num_threads(1); }
};

at::Tensor Normal(Seed seed, int64_t rows, int64_t dim) {
  return core::NormalTensor(seed, rows, dim).to(at::kDouble);
}

const core::MlpPotentialOptions kMlp{.dim = 3, .hidden = {9, 7}};

DualGradient OfMlp(const SemidualOptions& options) {
  return DualGradient(std::make_shared<core::MlpPotential>(kMlp), options);
}

core::Parameters MlpParameters(at::ScalarType dtype = at::kDouble) {
  return CastTo(dtype, core::MlpPotential(kMlp).Initialize(7));
}

DualBatch SomeBatch(const SemidualOptions& options) {
  DualBatch batch{Normal(1, 12, 3), 2 * Normal(2, 12, 3) + 1,
                  Normal(3, CandidateRows(options, 12), 3)};
  if (options.pool == Pool::kFresh) {
    batch.candidates = batch.candidates.view({12, options.candidates, 3});
  }
  return batch;
}

// Compares with central differences of -J, each with inner minima of its own:
// the envelope theorem. Of the step h they are off by h^2 times a third
// derivative of J, some tens at most, and by rounding, 1e-15 / h.
void ExpectDerivativeOfMinusJ(const DualGradient& dual,
                              const core::Parameters& parameters,
                              const DualBatch& batch) {
  const core::FlatParameters flat = core::Flatten(parameters);
  const at::Tensor gradient = dual.Compute(flat.named, batch).flat_gradient;
  ASSERT_EQ(gradient.sizes(), flat.flat.sizes());
  const double h = 1e-5;
  for (int64_t p = 0; p < flat.flat.numel(); ++p) {
    const auto value = [&](double change) {
      at::Tensor moved = flat.flat.clone();
      moved[p] += change;
      return -dual.Compute(core::ViewsOf(moved, parameters).named, batch)
                  .dual_value;
    };
    EXPECT_NEAR(gradient[p].item<double>(), (value(h) - value(-h)) / (2 * h),
                1e-8)
        << p;
  }
}

TEST_F(DualGradientTest, IsTheDerivativeOfMinusJForEachKindOfMinimum) {
  for (const Pool pool : {Pool::kShared, Pool::kFresh}) {
    SemidualOptions options{
        .candidates = 10, .inner = {.steps = 0}, .pool = pool};
    ExpectDerivativeOfMinusJ(OfMlp(options), MlpParameters(),
                             SomeBatch(options));
    options.read_out = ReadOut::kSoftmin;
    options.entropy = 0.6;
    ExpectDerivativeOfMinusJ(OfMlp(options), MlpParameters(),
                             SomeBatch(options));
  }
}

// Where descent arrives, |1 - 2 r (1 - a)|^200 = 1e-16 of the way is left. For
// a quadratic f, J is smooth in (a, b).
TEST_F(DualGradientTest, IsTheDerivativeOfMinusJWhereDescentArrives) {
  const GaussianTransport gaussian{{1, -2, 0.5}, 0.7};
  const DualGradient dual(std::make_shared<QuadraticPotential>(),
                          {.inner = {.steps = 200,
                                     .step_size = 0.12,
                                     .start = InnerStart::kTargetPoint}});
  const DualBatch batch{Normal(1, 12, 3), 2 * Normal(2, 12, 3) + 1, {}};
  ExpectDerivativeOfMinusJ(dual, gaussian.potential(), batch);
  EXPECT_LT(dual.Compute(gaussian.potential(), batch).inner_residual, 1e-12);
}

// What fails without a solved minimum: J of one step of descent is above the
// true one, and has another derivative.
TEST_F(DualGradientTest, AMinimumThatIsNotReachedOverestimatesJ) {
  const GaussianTransport gaussian{{1, -2, 0.5}, 0.7};
  const DualBatch batch{Normal(1, 12, 3), 2 * Normal(2, 12, 3) + 1,
                        Normal(3, 20, 3)};
  const double exact =
      (QuadraticPotential().Values(gaussian.potential(), batch.x0_bd).mean() +
       gaussian.Transform(batch.x1_bd).mean())
          .item<double>();
  for (const InnerStart start :
       {InnerStart::kPoolMinimum, InnerStart::kSourceSample,
        InnerStart::kTargetPoint}) {
    const DualGradient dual(
        std::make_shared<QuadraticPotential>(),
        {.candidates = 20,
         .inner = {.steps = 1, .step_size = 0.1, .start = start}});
    const DualEstimate estimate = dual.Compute(gaussian.potential(), batch);
    EXPECT_GT(estimate.dual_value, exact + 0.01);
    EXPECT_GT(estimate.inner_residual, 0.1);
  }
}

TEST_F(DualGradientTest, TheInnerErrorsAreThoseOfItsPoints) {
  const SemidualOptions options{.candidates = 10, .inner = {.steps = 2}};
  const core::MlpPotential f(kMlp);
  const core::Parameters p = MlpParameters();
  const DualBatch batch = SomeBatch(options);
  const at::Tensor z = DescendInner(
      f, p, batch.x1_bd,
      ChosenCandidates(
          batch.candidates,
          BestCandidates(CandidateScores(f, p, batch.x1_bd, batch.candidates))),
      options.inner);
  const at::Tensor residual =
      (2 * (z - batch.x1_bd) - f.Gradients(p, z)).square().sum(1).sqrt();
  const DualEstimate estimate = OfMlp(options).Compute(p, batch);
  EXPECT_NEAR(estimate.inner_residual, residual.mean().item<double>(), 1e-12);
  EXPECT_LT(Largest(estimate.transform_b - (z - batch.x1_bd).square().sum(1) +
                    f.Values(p, z)),
            1e-12);
  EXPECT_LT(Largest(estimate.value_b - f.Values(p, batch.x0_bd)), 1e-14);
  const at::Tensor least =
      CandidateScores(f, p, batch.x1_bd, batch.x0_bd.slice(0, 0, 10)).amin(1);
  EXPECT_NEAR(estimate.inner_excess,
              (estimate.transform_b - least).mean().item<double>(), 1e-12);
}

// J of 20 000 pairs at the exact potential scatters about the cost with the
// variance (Var f(x0) + Var f^c(x1)) / n, which the rows estimate to a per
// cent. Within 5 standard deviations: a false alarm in 2 million seeds.
TEST_F(DualGradientTest, JAtTheExactPotentialIsTheCostOfTransport) {
  const GaussianTransport gaussian{{1, -2, 0.5}, 0.5};
  const DualGradient dual(
      std::make_shared<QuadraticPotential>(),
      {.inner = {
           .steps = 60, .step_size = 0.5, .start = InnerStart::kTargetPoint}});
  const int64_t n = 20000;
  const DualEstimate estimate =
      dual.Compute(gaussian.potential(),
                   {Normal(1, n, 3), gaussian.Forward(Normal(2, n, 3)), {}});
  const double variance =
      (estimate.value_b.var() + estimate.transform_b.var()).item<double>();
  EXPECT_NEAR(estimate.dual_value, gaussian.cost(),
              5 * std::sqrt(variance / n));
  EXPECT_LT(5 * std::sqrt(variance / n), 0.05 * gaussian.cost());
}

// The exact potential maximises J: the gradient is nought but for sampling,
// whose variance in (a, b_d) is (Var |x|^2 + Var |x|^2, Var x + Var x) / n.
TEST_F(DualGradientTest, TheGradientVanishesAtTheExactPotential) {
  const GaussianTransport gaussian{{1, -2, 0.5}, 0.5};
  const DualGradient dual(
      std::make_shared<QuadraticPotential>(),
      {.inner = {
           .steps = 60, .step_size = 0.5, .start = InnerStart::kTargetPoint}});
  const int64_t n = 20000;
  const at::Tensor gradient =
      dual.Compute(gaussian.potential(),
                   {Normal(1, n, 3), gaussian.Forward(Normal(2, n, 3)), {}})
          .flat_gradient;
  EXPECT_LT(std::abs(gradient[0].item<double>()), 5 * std::sqrt(2 * 6.0 / n));
  EXPECT_LT(Largest(gradient.slice(0, 1)), 5 * std::sqrt(2.0 / n));
}

TEST_F(DualGradientTest, TheOrderOfCandidatesAndRowsDoesNotMatter) {
  for (const ReadOut read_out : {ReadOut::kArgmin, ReadOut::kSoftmin}) {
    const SemidualOptions options{
        .candidates = 10, .read_out = read_out, .entropy = 0.5};
    const DualBatch batch = SomeBatch(options);
    const DualBatch turned{batch.x0_bd.flip({0}), batch.x1_bd.flip({0}),
                           batch.candidates.flip({0})};
    const DualEstimate a = OfMlp(options).Compute(MlpParameters(), batch);
    const DualEstimate b = OfMlp(options).Compute(MlpParameters(), turned);
    EXPECT_NEAR(a.dual_value, b.dual_value, 1e-13);
    EXPECT_LT(Largest(a.flat_gradient - b.flat_gradient), 1e-13);
  }
}

// J is linear in the target's law: two clients with half of the rows each.
TEST_F(DualGradientTest, TheMeanOfClientsIsTheGradientOfTheirMixture) {
  const SemidualOptions options{.candidates = 10, .inner = {.steps = 3}};
  const DualGradient dual = OfMlp(options);
  const DualBatch both = SomeBatch(options);
  const auto client = [&](int64_t begin) {
    return DualBatch{both.x0_bd.slice(0, begin, begin + 6),
                     both.x1_bd.slice(0, begin, begin + 6), both.candidates};
  };
  const core::Parameters p = MlpParameters();
  const DualEstimate all = dual.Compute(p, both);
  const DualEstimate first = dual.Compute(p, client(0));
  const DualEstimate second = dual.Compute(p, client(6));
  EXPECT_LT(Largest(all.flat_gradient -
                    0.5 * (first.flat_gradient + second.flat_gradient)),
            1e-14);
  EXPECT_NEAR(all.dual_value, 0.5 * (first.dual_value + second.dual_value),
              1e-13);
}

// 100 x 100 candidates: more than one chunk of graphs.
TEST_F(DualGradientTest, ChunksOfAGraphAddUp) {
  SemidualOptions options{.candidates = 100,
                          .read_out = ReadOut::kSoftmin,
                          .entropy = 0.5,
                          .pool = Pool::kFresh};
  const DualBatch batch{Normal(1, 100, 3), Normal(2, 100, 3),
                        Normal(3, 10000, 3).view({100, 100, 3})};
  const core::Parameters p = MlpParameters();
  at::Tensor sum;
  for (int64_t begin = 0; begin < 100; begin += 20) {
    const auto part = [&](const at::Tensor& x) {
      return x.slice(0, begin, begin + 20);
    };
    const at::Tensor gradient =
        OfMlp(options)
            .Compute(p, {part(batch.x0_bd), part(batch.x1_bd),
                         part(batch.candidates)})
            .flat_gradient;
    sum = begin == 0 ? gradient : sum + gradient;
  }
  EXPECT_LT(Largest(OfMlp(options).Compute(p, batch).flat_gradient - sum / 5),
            1e-14);
}

// float32 rounds each of some 30 rows' terms by 1e-7 of a size of a few.
TEST_F(DualGradientTest, SinglePrecisionIsNearDouble) {
  const SemidualOptions options{.candidates = 10};
  const DualBatch batch = SomeBatch(options);
  const DualBatch narrow{batch.x0_bd.to(at::kFloat), batch.x1_bd.to(at::kFloat),
                         batch.candidates.to(at::kFloat)};
  const DualEstimate a = OfMlp(options).Compute(MlpParameters(), batch);
  const DualEstimate b =
      OfMlp(options).Compute(MlpParameters(at::kFloat), narrow);
  EXPECT_EQ(b.flat_gradient.scalar_type(), at::kFloat);
  EXPECT_NEAR(a.dual_value, b.dual_value, 1e-5 * std::abs(a.dual_value));
  EXPECT_LT(Largest(a.flat_gradient - b.flat_gradient), 1e-5);
}

}  // namespace
}  // namespace flow::federated
