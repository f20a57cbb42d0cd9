#include "local_flow/pool_drift.h"

#include <cmath>

#include "ATen/TensorOperators.h"
#include "ATen/ops/cov.h"
#include "ATen/ops/eye.h"
#include "ATen/ops/linalg_vector_norm.h"
#include "core/tensor/random_tensor.h"
#include "gtest/gtest.h"

namespace flow::local_flow {
namespace {

double Norm(const at::Tensor& x) {
  return at::linalg_vector_norm(x).item<double>();
}

// The definition, of the whole pool at once, far from the origin.
TEST(PoolDriftTest, PartsGiveTheMomentsOfTheWhole) {
  constexpr int64_t kPoints = 700;
  const at::Tensor before = 1000 + core::NormalTensor(1, kPoints, 3);
  const at::Tensor after = 900 + 2 * core::NormalTensor(2, kPoints, 3);
  PoolDrift drift(3);
  for (const auto& [first, count] :
       {std::pair(0, 300), std::pair(300, 399), std::pair(699, 1)}) {
    drift.Add(before.narrow(0, first, count), after.narrow(0, first, count));
  }
  const Diffusion diffusion = DiffusionOf(0.3);
  const Drift found = drift.From(diffusion);
  const at::Tensor from = before.to(at::kDouble), to = after.to(at::kDouble);
  EXPECT_NEAR(found.displacement,
              (to - from).square().sum(1).sqrt().mean().item<double>(), 1e-9);
  EXPECT_NEAR(found.mean_error,
              Norm(to.mean(0) - diffusion.keep * from.mean(0)), 1e-9);
  const at::Tensor expected =
      diffusion.keep * diffusion.keep * at::cov(from.t()) +
      diffusion.noise * diffusion.noise * at::eye(3, at::kDouble);
  EXPECT_NEAR(found.covariance_error, Norm(at::cov(to.t()) - expected), 1e-9);
}

TEST(PoolDriftTest, ManyDimensionsHaveTheirVariances) {
  constexpr int64_t kDim = kMostDimensionsOfCovariance + 1;
  const at::Tensor before = core::NormalTensor(1, 6, kDim);
  const at::Tensor after = 2 * core::NormalTensor(2, 6, kDim);
  PoolDrift drift(kDim);
  drift.Add(before.narrow(0, 0, 4), after.narrow(0, 0, 4));
  drift.Add(before.narrow(0, 4, 2), after.narrow(0, 4, 2));
  const Diffusion diffusion = DiffusionOf(0.3);
  const at::Tensor from = before.to(at::kDouble), to = after.to(at::kDouble);
  const at::Tensor expected = diffusion.keep * diffusion.keep * from.var(0) +
                              diffusion.noise * diffusion.noise;
  EXPECT_NEAR(drift.From(diffusion).covariance_error,
              Norm(to.var(0) - expected), 1e-9);
}

// What the diffusion itself does is no drift but for the scatter of the points:
// of 40 000, the mean by 0.005, a covariance by 0.007 an entry at most.
TEST(PoolDriftTest, TheDiffusionDoesNotDrift) {
  const Diffusion diffusion = DiffusionOf(0.5);
  const at::Tensor before = 3 + 0.5 * core::NormalTensor(1, 40000, 2);
  const at::Tensor after = diffusion.keep * before +
                           diffusion.noise * core::NormalTensor(2, 40000, 2);
  PoolDrift drift(2);
  drift.Add(before, after);
  EXPECT_LT(drift.From(diffusion).mean_error, 5 * 0.005 * std::sqrt(2));
  EXPECT_LT(drift.From(diffusion).covariance_error, 5 * 0.007 * 2);
}

}  // namespace
}  // namespace flow::local_flow
