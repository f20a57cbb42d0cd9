#include "core/nn/image/conv_potential.h"

#include "ATen/TensorOperators.h"
#include "ATen/ops/conv2d.h"
#include "ATen/ops/silu.h"
#include "ATen/ops/zeros_like.h"
#include "core/tensor/random_tensor.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

const ConvPotentialOptions kOptions{.image = {2, 5}, .channels = {4, 6, 3}};

Parameters DoubleParameters() {
  Parameters parameters = ConvPotential(kOptions).Initialize(3);
  for (NamedTensor& p : parameters) p.value = p.value.to(at::kDouble);
  return parameters;
}

at::Tensor Images(int64_t n) { return NormalTensor(1, n, 50).to(at::kDouble); }

double Largest(const at::Tensor& x) { return x.abs().max().item<double>(); }

TEST(ConvPotentialTest, HasAWeightAndABiasALayer) {
  const Parameters p = ConvPotential(kOptions).Initialize(3);
  ASSERT_EQ(p.size(), 8);
  EXPECT_EQ(p[2].name, "layers.1.weight");
  EXPECT_EQ(p[2].value.sizes(), (std::vector<int64_t>{6, 4, 3, 3}));
  EXPECT_EQ(p[7].name, "output.bias");
  EXPECT_EQ(p[6].value.sizes(), (std::vector<int64_t>{1, 3}));
}

TEST(ConvPotentialTest, IsTheFormula) {
  const Parameters p = DoubleParameters();
  const at::Tensor x = Images(7);
  at::Tensor h = x.view({7, 2, 5, 5});
  for (int k = 0; k < 3; ++k) {
    h = at::silu(
        at::conv2d(h, p[2 * k].value, p[2 * k + 1].value, k == 0 ? 1 : 2, 1));
  }
  EXPECT_EQ(h.size(3), 2) << "5 pixels, then 3, then 2";
  const at::Tensor f = (h.sum({2, 3}) * p[6].value).sum(1) + p[7].value;
  const at::Tensor values = ConvPotential(kOptions).Values(p, x);
  EXPECT_EQ(values.sizes(), (std::vector<int64_t>{7}));
  EXPECT_LT(Largest(values - f), 1e-13);
}

TEST(ConvPotentialTest, LargeImagesAreComputedFewAtATime) {
  EXPECT_EQ(ConvPotential(kOptions).ChunkRows(), 4096);
  EXPECT_EQ(ConvPotential({.image = {3, 64}, .channels = {32, 64}}).ChunkRows(),
            128);
  EXPECT_EQ(ConvPotential({.image = {3, 8192}, .channels = {64}}).ChunkRows(),
            1);
}

// As for the perceptron: off by h^2 times a third derivative, and by rounding.
TEST(ConvPotentialTest, GradientsAreThoseOfTheValues) {
  const ConvPotential f(kOptions);
  const Parameters p = DoubleParameters();
  const at::Tensor x = Images(4);
  const at::Tensor gradient = f.Gradients(p, x);
  const double h = 1e-5;
  for (const int64_t d : {0, 12, 24, 25, 49}) {
    at::Tensor step = at::zeros_like(x);
    step.select(1, d).fill_(h);
    const at::Tensor slope =
        (f.Values(p, x + step) - f.Values(p, x - step)) / (2 * h);
    EXPECT_LT(Largest(slope - gradient.select(1, d)), 1e-9) << d;
    EXPECT_GT(Largest(slope), 1e-4) << d;
  }
}

}  // namespace
}  // namespace flow::core
