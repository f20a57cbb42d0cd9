#include "field_matching/coulomb_field.h"

#include <cmath>
#include <numbers>
#include <vector>

#include "ATen/TensorOperators.h"
#include "ATen/ops/allclose.h"
#include "ATen/ops/concat.h"
#include "ATen/ops/full.h"
#include "ATen/ops/linspace.h"
#include "ATen/ops/stack.h"
#include "ATen/ops/zeros.h"
#include "ATen/ops/zeros_like.h"
#include "core/tensor/random_tensor.h"
#include "field_matching/field_testing.h"
#include "gtest/gtest.h"
#include "torch/csrc/autograd/autograd.h"

namespace flow::field_matching {
namespace {

using core::NormalTensor;
using torch::autograd::grad;

constexpr double kGap = 3;
constexpr int64_t kRows = 30;

at::Tensor Draw(Seed seed, int64_t rows, int64_t dim) {
  return NormalTensor(seed, rows, dim).to(at::kDouble);
}

// Before, between and behind the plates.
at::Tensor Heights() {
  return at::linspace(-1.5 * kGap, 2.5 * kGap, kRows, at::kDouble);
}

TEST(CoulombFieldTest, IsTheSumOverCharges) {
  for (const int64_t dim : {1, 2, 5}) {
    const at::Tensor p = Draw(1, 7, dim), q = Draw(2, 4, dim);
    const at::Tensor x = Draw(3, kRows, dim), z = Heights();
    const at::Tensor field = VectorsOf(CoulombField(p, q, kGap).At(x, z));
    for (int64_t i = 0; i < kRows; ++i) {
      at::Tensor sum = at::zeros({dim + 1}, at::kDouble);
      const auto add = [&](const at::Tensor& charges, double height,
                           double charge) {
        for (int64_t k = 0; k < charges.size(0); ++k) {
          const at::Tensor away =
              at::concat({x[i] - charges[k], (z[i] - height).view({1})});
          sum += charge / charges.size(0) * away /
                 std::pow(away.norm().item<double>(), dim + 1);
        }
      };
      add(p, 0, 1);
      add(q, kGap, -1);
      EXPECT_TRUE(at::allclose(field[i] * std::exp(LogSphereArea(dim)), sum,
                               1e-11, 1e-12));
    }
  }
}

// S of the circle, the sphere and the 3-sphere.
TEST(CoulombFieldTest, AreasOfSpheres) {
  const double pi = std::numbers::pi;
  EXPECT_NEAR(LogSphereArea(1), std::log(2 * pi), 1e-14);
  EXPECT_NEAR(LogSphereArea(2), std::log(4 * pi), 1e-14);
  EXPECT_NEAR(LogSphereArea(3), std::log(2 * pi * pi), 1e-14);
}

TEST(CoulombFieldTest, IsMinusTheGradientOfThePotentialAndFreeOfSources) {
  for (const int64_t dim : {1, 2, 3}) {
    const CoulombField field(Draw(1, 5, dim), Draw(2, 6, dim), kGap);
    const at::Tensor x = Draw(3, kRows, dim).requires_grad_();
    const at::Tensor z = Heights().requires_grad_();
    const auto slope = grad({field.PotentialAt(x, z).sum()}, {x, z});
    const at::Tensor vectors = VectorsOf(field.At(x, z));
    EXPECT_TRUE(at::allclose(vectors,
                             -at::concat({slope[0], slope[1].unsqueeze(1)}, 1),
                             1e-10, 1e-13));
    at::Tensor divergence =
        grad({vectors.select(1, dim).sum()}, {z}, {}, /*retain_graph=*/true)[0];
    at::Tensor size = divergence.abs();
    for (int64_t d = 0; d < dim; ++d) {
      const at::Tensor term = grad({vectors.select(1, d).sum()}, {x}, {},
                                   /*retain_graph=*/true)[0]
                                  .select(1, d);
      divergence = divergence + term;
      size = size + term.abs();
    }
    EXPECT_LT((divergence.abs() / size).max().item<double>(), 1e-9);
  }
}

// E_z summed along a plane; in two dimensions around the axis of the dipole.
TEST(CoulombFieldTest, OneUnitFlowsFromPlateToPlateAndNoneOutside) {
  constexpr int64_t kPoints = 20000;
  const auto [x, width] = TangentLine(kPoints);
  const CoulombField line(at::full({1, 1}, 0.3, at::kDouble),
                          at::full({1, 1}, -0.8, at::kDouble), kGap);
  const CoulombField plane(at::zeros({1, 2}, at::kDouble),
                           at::zeros({1, 2}, at::kDouble), kGap);
  const at::Tensor around = at::stack({x.abs(), at::zeros_like(x)}, 1);
  for (const double z : {-2.0, -0.4, 0.3, 1.5, 2.8, 3.5, 7.0}) {
    const at::Tensor height = at::full({kPoints}, z, at::kDouble);
    const double through = z > 0 && z < kGap ? 1 : 0;
    const at::Tensor of_line =
        VectorsOf(line.At(x.unsqueeze(1), height)).select(1, 1);
    EXPECT_NEAR((of_line * width).sum().item<double>(), through, 1e-6) << z;
    // both signs of x are the same ring: half of 2 pi r
    const at::Tensor of_plane =
        VectorsOf(plane.At(around, height)).select(1, 2);
    EXPECT_NEAR(
        (of_plane * width * x.abs() * std::numbers::pi).sum().item<double>(),
        through, 1e-3)
        << z;
  }
}

// Between the plates lines lead forward; behind them they turn, backward near
// the axis and forward far away.
TEST(CoulombFieldTest, LinesTurnOutsideOfThePlatesAlone) {
  const CoulombField dipole(at::zeros({1, 1}, at::kDouble),
                            at::zeros({1, 1}, at::kDouble), kGap);
  const at::Tensor x = at::linspace(-50, 50, 1001, at::kDouble).unsqueeze(1);
  for (const double z : {0.1, 1.5, 2.9}) {
    const at::Tensor height = at::full({1001}, z, at::kDouble);
    EXPECT_GT(
        dipole.At(x, height).direction_be.select(1, 1).min().item<double>(), 0);
  }
  for (const double z : {-1.0, 4.0}) {
    const at::Tensor height = at::full({1001}, z, at::kDouble);
    const at::Tensor along = dipole.At(x, height).direction_be.select(1, 1);
    EXPECT_LT(along[500].item<double>(), 0) << z;
    EXPECT_GT(along[0].item<double>(), 0) << z;
  }
}

// E_z = (C_z * P + C_(gap - z) * Q) / 2 with C the Cauchy kernel: at the plates
// half of their own law, and half of the other's, smeared over the gap.
TEST(CoulombFieldTest, BetweenThePlatesItCarriesSmearedLaws) {
  const at::Tensor p = Draw(1, 5, 1), q = Draw(2, 6, 1);
  const CoulombField field(p, q, kGap);
  const at::Tensor x = Draw(3, kRows, 1);
  for (const double z : {0.01, 1.0, 2.5}) {
    const auto smeared = [&](const at::Tensor& charges, double scale) {
      return (scale /
              (std::numbers::pi * ((x - charges.t()).square() + scale * scale)))
          .mean(1);
    };
    EXPECT_TRUE(at::allclose(
        VectorsOf(field.At(x, at::full({kRows}, z, at::kDouble))).select(1, 1),
        (smeared(p, z) + smeared(q, kGap - z)) / 2, 1e-11, 1e-13));
  }
}

// Lengths of e^(-20000), and directions all the same.
TEST(CoulombFieldTest, HasDirectionsInManyDimensions) {
  constexpr int64_t kDim = 3072;
  const CoulombField field(Draw(1, 20, kDim), 2 * Draw(2, 20, kDim), 500);
  const FieldValue value =
      field.At(Draw(3, 4, kDim), at::linspace(50, 450, 4, at::kDouble));
  EXPECT_TRUE(at::allclose(value.direction_be.norm(2, 1),
                           at::full({4}, 1, at::kDouble), 1e-12, 0));
  EXPECT_TRUE(value.log_length_b.isfinite().all().item<bool>());
  EXPECT_LT(value.log_length_b.max().item<double>(), -1000);
}

TEST(CoulombFieldDeathTest, NeedsTwoPlates) {
  const at::Tensor one = at::zeros({1, 2}, at::kDouble);
  EXPECT_DEATH(CoulombField(one, one, 0), "plates that are apart");
  EXPECT_DEATH(CoulombField(one, at::zeros({1, 3}, at::kDouble), 1),
               "charges of one dimension");
}

}  // namespace
}  // namespace flow::field_matching
