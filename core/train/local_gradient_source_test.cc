#include "core/train/local_gradient_source.h"

#include <memory>

#include "ATen/Parallel.h"
#include "ATen/TensorOperators.h"
#include "ATen/ops/allclose.h"
#include "ATen/ops/arange.h"
#include "ATen/ops/full.h"
#include "ATen/ops/full_like.h"
#include "core/base/status_testing.h"
#include "core/coupling/independent.h"
#include "core/distribution/standard_normal_testing.h"
#include "core/nn/mlp.h"
#include "core/train/autograd_gradient.h"
#include "core/train/batch_source.h"
#include "core/train/changed_batches_testing.h"
#include "core/train/velocity_regression.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

const MlpOptions kMlp = {
    .dim = 2, .hidden = {16, 16}, .activation = Activation::kSilu};

struct Rig {
  explicit Rig(int threads) : pool(threads, [] { at::set_num_threads(1); }) {
    at::set_num_threads(1);
    source = std::make_unique<LocalGradientSource>(
        std::make_unique<AutogradGradient>(
            network,
            std::make_shared<VelocityRegression>(LinearPathOptions{0.1})),
        batches, &pool);
  }

  ThreadPool pool;
  std::shared_ptr<const Network> network = std::make_shared<Mlp>(kMlp);
  std::shared_ptr<const BatchSource> batches = std::make_shared<BatchSource>(
      StandardNormal(2), StandardNormal(2),
      std::make_shared<IndependentCoupling>(), BatchOptions{.size = 600},
      /*seed=*/5);
  std::unique_ptr<LocalGradientSource> source;
};

TEST(LocalGradientSourceTest, HasTheSameBitsForAnyNumberOfThreads) {
  Rig one(1), two(2), four(4);
  const FlatParameters parameters = Flatten(one.network->Initialize(3));
  for (int64_t step = 0; step < 5; ++step) {
    ASSERT_OK_AND_ASSIGN(const Gradient a, one.source->Get(step, parameters));
    ASSERT_OK_AND_ASSIGN(const Gradient b, two.source->Get(step, parameters));
    ASSERT_OK_AND_ASSIGN(const Gradient c, four.source->Get(step, parameters));
    EXPECT_EQ(a.loss, b.loss);
    EXPECT_EQ(a.loss, c.loss);
    EXPECT_TRUE(a.flat.equal(b.flat));
    EXPECT_TRUE(a.flat.equal(c.flat));
  }
}

// Against central differences of the mean loss in double precision.
TEST(LocalGradientSourceTest, IsTheDerivativeOfTheMeanLoss) {
  Rig rig(1);
  const FlatParameters parameters = Flatten(rig.network->Initialize(3));
  ASSERT_OK_AND_ASSIGN(const Gradient gradient, rig.source->Get(0, parameters));
  const Parameters named = ViewsOf(gradient.flat, parameters.named).named;
  ASSERT_OK_AND_ASSIGN(Batch batch, rig.batches->Get(0));
  for (at::Tensor* t :
       {&batch.x0_bd, &batch.x1_bd, &batch.t_b, &batch.noise_bd}) {
    *t = t->to(at::kDouble);
  }
  const VelocityRegression objective(LinearPathOptions{0.1});
  Parameters moved = CloneParameters(parameters.named);
  for (NamedTensor& p : moved) p.value = p.value.to(at::kDouble);
  const auto loss = [&] {
    return objective.RowLosses(*rig.network, moved, batch)
        .mean()
        .item<double>();
  };
  EXPECT_NEAR(gradient.loss, loss(), 1e-5);
  const double h = 1e-6;
  for (size_t i = 0; i < moved.size(); ++i) {
    const at::Tensor weight = moved[i].value.view({-1})[0];
    weight.add_(h);
    const double above = loss();
    weight.sub_(2 * h);
    const double below = loss();
    weight.add_(h);
    EXPECT_NEAR(named[i].value.view({-1})[0].item<double>(),
                (above - below) / (2 * h), 1e-5)
        << moved[i].name;
  }
}

// 2 and 0 in turn.
void Weigh(Stretch* stretch) {
  stretch->rows.weight_b = at::arange(stretch->rows.t_b.size(0))
                               .remainder(2)
                               .mul(-2)
                               .add(2)
                               .to(at::kFloat);
}

TEST(LocalGradientSourceTest, APairCountsByItsWeight) {
  Rig rig(2);
  const auto objective =
      std::make_shared<VelocityRegression>(LinearPathOptions{0.1});
  const FlatParameters parameters = Flatten(rig.network->Initialize(3));
  LocalGradientSource weighted(
      std::make_unique<AutogradGradient>(rig.network, objective),
      std::make_shared<ChangedBatches>(rig.batches, Weigh), &rig.pool);
  ASSERT_OK_AND_ASSIGN(const Gradient gradient, weighted.Get(0, parameters));
  ASSERT_OK_AND_ASSIGN(const Batch batch, rig.batches->Get(0));
  const at::Tensor losses =
      objective->RowLosses(*rig.network, parameters.named, batch);
  EXPECT_NEAR(gradient.loss,
              losses.view({-1, 2}).select(1, 0).mean().item<double>(), 1e-5);
}

TEST(BatchSourceTest, ABatchIsAFunctionOfItsStep) {
  const Rig rig(1);
  ASSERT_OK_AND_ASSIGN(const Batch first, rig.batches->Get(7));
  ASSERT_OK_AND_ASSIGN(const Batch other, rig.batches->Get(8));
  ASSERT_OK_AND_ASSIGN(const Batch again, rig.batches->Get(7));
  EXPECT_TRUE(first.x0_bd.equal(again.x0_bd));
  EXPECT_TRUE(first.noise_bd.equal(again.noise_bd));
  EXPECT_TRUE(first.t_b.equal(again.t_b));
  EXPECT_FALSE(first.x0_bd.equal(other.x0_bd));
  EXPECT_FALSE(first.x0_bd.equal(first.x1_bd));
}

}  // namespace
}  // namespace flow::core
