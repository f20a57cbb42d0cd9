#include "core/nn/network_field.h"

#include <cstdint>
#include <memory>

#include "ATen/TensorOperators.h"
#include "ATen/ops/allclose.h"
#include "ATen/ops/full.h"
#include "ATen/ops/zeros.h"
#include "core/nn/mlp.h"
#include "core/tensor/random_tensor.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

Parameters InDouble(Parameters parameters) {
  for (NamedTensor& p : parameters) p.value = p.value.to(at::kDouble);
  return parameters;
}

// Central differences of step 1e-4 are right to 1e-8 in double.
TEST(NetworkFieldTest, KnowsItsDivergence) {
  const auto mlp = std::make_shared<Mlp>(
      MlpOptions{.dim = 3, .hidden = {8, 8}, .activation = Activation::kTanh});
  const NetworkField field(mlp, InDouble(mlp->Initialize(1)));
  const at::Tensor x = NormalTensor(2, 5, 3).to(at::kDouble);
  const at::Tensor t = at::full({5}, 0.3, at::kDouble);
  at::Tensor expected = at::zeros({5}, at::kDouble);
  const double h = 1e-4;
  for (int64_t d = 0; d < 3; ++d) {
    at::Tensor shift = at::zeros({1, 3}, at::kDouble);
    shift.select(1, d).fill_(h);
    const at::Tensor change =
        field.Velocity(x + shift, t) - field.Velocity(x - shift, t);
    expected += change.select(1, d) / (2 * h);
  }
  const VelocityDivergence at = field.VelocityAndDivergence(x, t, at::Tensor());
  EXPECT_TRUE(at::allclose(at.divergence_b, expected, 0, 1e-7));
  EXPECT_TRUE(at.velocity_bd.equal(field.Velocity(x, t)));
}

}  // namespace
}  // namespace flow::core
