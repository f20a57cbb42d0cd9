#include "core/nn/mlp_potential.h"

#include "ATen/TensorOperators.h"
#include "ATen/ops/linear.h"
#include "ATen/ops/silu.h"
#include "ATen/ops/zeros_like.h"
#include "core/tensor/random_tensor.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

const MlpPotentialOptions kOptions{.dim = 3, .hidden = {8, 5}};

Parameters InDouble(const Parameters& parameters) {
  Parameters wide = parameters;
  for (NamedTensor& p : wide) p.value = p.value.to(at::kDouble);
  return wide;
}

double Largest(const at::Tensor& x) { return x.abs().max().item<double>(); }

TEST(MlpPotentialTest, HasPyTorchsNamesAndOneOutput) {
  const Parameters p = MlpPotential(kOptions).Initialize(3);
  ASSERT_EQ(p.size(), 6);
  EXPECT_EQ(p[0].name, "layers.0.weight");
  EXPECT_EQ(p[5].name, "layers.2.bias");
  EXPECT_EQ(p[0].value.sizes(), (std::vector<int64_t>{8, 3}));
  EXPECT_EQ(p[4].value.sizes(), (std::vector<int64_t>{1, 5}));
  EXPECT_EQ(p[5].value.sizes(), (std::vector<int64_t>{1}));
  const at::Tensor x = NormalTensor(1, 7, 3);
  EXPECT_EQ(MlpPotential(kOptions).Values(p, x).sizes(),
            (std::vector<int64_t>{7}));
}

TEST(MlpPotentialTest, IsTheFormula) {
  const Parameters p = InDouble(MlpPotential(kOptions).Initialize(3));
  const at::Tensor x = NormalTensor(1, 7, 3).to(at::kDouble);
  const at::Tensor h1 = at::silu(x.matmul(p[0].value.t()) + p[1].value);
  const at::Tensor h2 = at::silu(h1.matmul(p[2].value.t()) + p[3].value);
  const at::Tensor f = h2.matmul(p[4].value[0]) + p[5].value;
  EXPECT_LT(Largest(MlpPotential(kOptions).Values(p, x) - f), 1e-14);
}

// Central differences of the step h are off by h^2 times a third derivative,
// below one here, and by rounding, 1e-16 / h.
TEST(MlpPotentialTest, GradientsAreThoseOfTheValues) {
  const MlpPotential f(kOptions);
  const Parameters p = InDouble(f.Initialize(3));
  const at::Tensor x = NormalTensor(1, 7, 3).to(at::kDouble);
  const at::Tensor gradient = f.Gradients(p, x);
  EXPECT_FALSE(gradient.requires_grad());
  const double h = 1e-5;
  for (int64_t d = 0; d < 3; ++d) {
    at::Tensor step = at::zeros_like(x);
    step.select(1, d).fill_(h);
    const at::Tensor slope =
        (f.Values(p, x + step) - f.Values(p, x - step)) / (2 * h);
    EXPECT_LT(Largest(slope - gradient.select(1, d)), 1e-9);
  }
}

}  // namespace
}  // namespace flow::core
