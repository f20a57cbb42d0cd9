#include "core/finetune/low_rank_gradient.h"

#include <memory>

#include "ATen/TensorOperators.h"
#include "core/base/thread_pool.h"
#include "core/nn/make_network.h"
#include "core/tensor/random_tensor.h"
#include "core/train/autograd_gradient.h"
#include "core/train/regression_testing.h"
#include "core/train/velocity_regression.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

constexpr int64_t kRows = 32;

class LowRankGradientTest : public testing::Test {
 protected:
  LowRankGradientTest() {
    Parameters base = network_->Initialize(1);
    for (NamedTensor& p : base) p.value = p.value.to(at::kDouble);
    adapter_ = std::make_shared<const LowRankAdapter>(
        LowRankAdapter::Create({.rank = 2, .alpha = 3}, base).value());
    gradient_ = std::make_unique<LowRankGradient>(OfNetwork(), adapter_);
    stretch_ = gradient_->Prepare({.rows = RandomBatch(kRows, 2)});
    const Parameters start = adapter_->Initialize(2);
    at_ = Flatten(start);
    at_ = ViewsOf(at_.flat.to(at::kDouble), start);
  }

  std::unique_ptr<BatchGradient> OfNetwork() const {
    return std::make_unique<AutogradGradient>(
        network_,
        std::make_shared<const VelocityRegression>(LinearPathOptions()));
  }

  Gradient At(const at::Tensor& flat) {
    return gradient_->Compute(stretch_, 0, ViewsOf(flat, at_.named), &pool_);
  }

  std::shared_ptr<const Network> network_ =
      MakeNetwork(MlpOptions{.dim = 2, .hidden = {8, 6}});
  std::shared_ptr<const LowRankAdapter> adapter_;
  std::unique_ptr<LowRankGradient> gradient_;
  PreparedStretch stretch_;
  FlatParameters at_;
  ThreadPool pool_{1};
};

TEST_F(LowRankGradientTest, TheLossIsThatOfTheWeightsThatItStandsFor) {
  const at::Tensor some =
      NormalTensor(3, at_.flat.numel(), 1).to(at::kDouble).squeeze(1);
  const Parameters adapter = ViewsOf(some, at_.named).named;
  const double own =
      OfNetwork()
          ->Compute(stretch_, 0, Flatten(adapter_->Merge(adapter)), &pool_)
          .loss;
  EXPECT_EQ(At(some).loss, own);
}

// Central differences of step h are off by some h^2 of the third derivative,
// and by 1e-16 / h of rounding: 1e-10 and 1e-11 for h = 1e-5, of numbers that
// are about one.
TEST_F(LowRankGradientTest, TheGradientIsTheSlopeOfTheLoss) {
  const int64_t numbers = at_.flat.numel();
  const at::Tensor at =
      0.3 * NormalTensor(4, numbers, 1).to(at::kDouble).squeeze(1);
  const at::Tensor gradient = At(at).flat.clone();
  const double h = 1e-5;
  for (int64_t k = 0; k < numbers; ++k) {
    at::Tensor above = at.clone(), below = at.clone();
    above[k] += h;
    below[k] -= h;
    const double slope = (At(above).loss - At(below).loss) / (2 * h);
    EXPECT_NEAR(gradient[k].item<double>(), slope, 1e-8) << k;
  }
}

}  // namespace
}  // namespace flow::core
