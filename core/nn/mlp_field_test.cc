#include "core/nn/mlp_field.h"

#include <memory>
#include <thread>
#include <vector>

#include "ATen/TensorOperators.h"
#include "ATen/ops/allclose.h"
#include "core/nn/mlp.h"
#include "core/nn/network_field.h"
#include "core/tensor/random_tensor.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

std::vector<MlpOptions> Cases() {
  return {{.dim = 2, .hidden = {64, 64, 64}, .activation = Activation::kSelu},
          {.dim = 5,
           .hidden = {33},
           .activation = Activation::kTanh,
           .time_embedding = SinusoidalTimeOptions{.dim = 6}},
          {.dim = 3,
           .hidden = {32, 32},
           .activation = Activation::kSoftplus,
           .softplus_beta = 5,
           .time_embedding = FourierTimeOptions{.dim = 8, .scale = 4}},
          {.dim = 2, .hidden = {32, 32}, .activation = Activation::kElu},
          {.dim = 3,
           .hidden = {40, 32},
           .time_embedding = SinusoidalTimeOptions{.dim = 6},
           .point_embedding = FourierPointsOptions{.dim = 10, .scale = 0.5}}};
}

// Sums of some hundred terms of size 1 in float32.
constexpr double kRounding = 2e-5;

TEST(MlpFieldTest, AgreesWithAutograd) {
  for (const MlpOptions& options : Cases()) {
    const auto mlp = std::make_shared<Mlp>(options);
    const Parameters parameters = mlp->Initialize(1);
    const NetworkField reference(mlp, parameters);
    const MlpField field(options, parameters);
    // more rows than the call before, and fewer
    for (const int64_t rows : {3, 130, 7}) {
      const at::Tensor x = NormalTensor(2, rows, options.dim);
      const at::Tensor t = UniformTensor(3, rows);
      EXPECT_TRUE(at::allclose(field.Velocity(x, t), reference.Velocity(x, t),
                               0, kRounding));
      const at::Tensor probes =
          NormalTensor(4, 2 * rows, options.dim).reshape({2, rows, -1});
      for (const at::Tensor& probe : {at::Tensor(), probes}) {
        const auto got = field.VelocityAndDivergence(x, t, probe);
        const auto expected = reference.VelocityAndDivergence(x, t, probe);
        EXPECT_TRUE(got.velocity_bd.equal(field.Velocity(x, t)));
        EXPECT_TRUE(at::allclose(got.divergence_b, expected.divergence_b,
                                 kRounding, kRounding));
      }
    }
  }
}

TEST(MlpFieldTest, ServesThreadsAtOnce) {
  const MlpOptions options = Cases()[0];
  const MlpField field(options, Mlp(options).Initialize(1));
  const at::Tensor x = NormalTensor(2, 128, 2), t = UniformTensor(3, 128);
  const at::Tensor expected = field.Velocity(x, t);
  std::vector<std::thread> threads;
  std::vector<int> same(4, 0);
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&, i] {
      bool equal = true;
      for (int k = 0; k < 50; ++k)
        equal &= field.Velocity(x, t).equal(expected);
      same[i] = equal;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(same, std::vector<int>(4, 1));
}

}  // namespace
}  // namespace flow::core
