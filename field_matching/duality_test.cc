#include "field_matching/duality.h"

#include <cmath>
#include <numbers>

#include "ATen/TensorOperators.h"
#include "ATen/ops/allclose.h"
#include "ATen/ops/concat.h"
#include "ATen/ops/full.h"
#include "ATen/ops/tensor.h"
#include "core/base/status_testing.h"
#include "core/path/affine_path.h"
#include "core/path/path_testing.h"
#include "core/tensor/random_tensor.h"
#include "field_matching/coulomb_field.h"
#include "field_matching/field_testing.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow::field_matching {
namespace {

using core::AffinePath;
using core::NormalTensor;
using core::PathOptions;
using testing::HasSubstr;

constexpr int64_t kRows = 40;
constexpr double kGap = 6;

// What is known of a path at a point, given the pair or given the target.
struct Known {
  std::string name;
  PathOptions options;
  bool given_pair;

  FlowValue At(const at::Tensor& x, const at::Tensor& x0, const at::Tensor& x1,
               const at::Tensor& t) const {
    const AffinePath path(options);
    if (given_pair) {
      return {*path.Velocity(x, x0, x1, t), *path.LogDensity(x, x0, x1, t)};
    }
    return {*path.VelocityGivenTarget(x, x1, t),
            *path.LogDensityGivenTarget(x, x1, t)};
  }
};

// Gaussian tubes and bridges, rectified flow with noise, Cauchy and Student t
// rays, diffusions: every path that has a density.
std::vector<Known> EveryLaw() {
  std::vector<Known> laws;
  const at::Tensor x = at::full({1, 1}, 0.5, at::kDouble);
  const at::Tensor t = at::full({1}, 0.5, at::kDouble);
  for (const auto& [name, options] : core::EveryPath()) {
    const AffinePath path(options);
    if (path.uses_noise()) laws.push_back({name + ", pair", options, true});
    if (path.LogDensityGivenTarget(x, x, t)) {
      laws.push_back({name + ", target", options, false});
    }
  }
  return laws;
}

class DualityTest : public testing::Test {
 protected:
  // Points near the middle of the way.
  at::Tensor Points(int64_t dim) const {
    return NormalTensor(3, kRows, dim).to(at::kDouble);
  }
  at::Tensor Source(int64_t dim) const {
    return NormalTensor(4, kRows, dim).to(at::kDouble);
  }
  at::Tensor Target(int64_t dim) const {
    return NormalTensor(5, kRows, dim).to(at::kDouble);
  }
  const at::Tensor t_ =
      0.2 + 0.6 * core::UniformTensor(6, kRows).to(at::kDouble);
};

TEST_F(DualityTest, ThereAndBackIsTheSameFlow) {
  for (const Known& law : EveryLaw()) {
    SCOPED_TRACE(law.name);
    const FlowValue flow = law.At(Points(3), Source(3), Target(3), t_);
    const FieldValue field = PathToField(flow, kGap);
    EXPECT_TRUE(at::allclose(field.direction_be.norm(2, 1),
                             at::full({kRows}, 1, at::kDouble), 1e-14, 0));
    ASSERT_OK_AND_ASSIGN(const FlowValue back, FieldToPath(field, kGap));
    EXPECT_TRUE(at::allclose(back.velocity_bd, flow.velocity_bd, 1e-12, 1e-12));
    EXPECT_TRUE(
        at::allclose(back.log_density_b, flow.log_density_b, 1e-12, 1e-12));
  }
}

TEST_F(DualityTest, ThereAndBackIsTheSameField) {
  const at::Tensor raw = NormalTensor(7, kRows, 4).to(at::kDouble).abs();
  const FieldValue field = {raw / raw.norm(2, 1, true), raw.sum(1).log()};
  ASSERT_OK_AND_ASSIGN(const FlowValue flow, FieldToPath(field, kGap));
  const FieldValue back = PathToField(flow, kGap);
  EXPECT_TRUE(at::allclose(back.direction_be, field.direction_be, 1e-12, 0));
  EXPECT_TRUE(
      at::allclose(back.log_length_b, field.log_length_b, 1e-12, 1e-12));
  // the flux only scales the density
  ASSERT_OK_AND_ASSIGN(const FlowValue scaled, FieldToPath(field, kGap, 2));
  EXPECT_TRUE(scaled.velocity_bd.equal(flow.velocity_bd));
  EXPECT_TRUE(at::allclose(scaled.log_density_b + std::log(2.0),
                           flow.log_density_b, 1e-12, 1e-12));
}

// Central differences over h in each direction of the space: errors of the
// third derivative, below 1e4 |E| where scales are above a tenth, times h^2.
TEST_F(DualityTest, TheFieldOfAPairHasNoDivergence) {
  const double h = 1e-4;
  const at::Tensor x = Points(2), x0 = Source(2), x1 = Target(2);
  for (const Known& law : EveryLaw()) {
    SCOPED_TRACE(law.name);
    const auto field = [&](const at::Tensor& x_at, const at::Tensor& z) {
      return VectorsOf(PathToField(law.At(x_at, x0, x1, z / kGap), kGap));
    };
    const at::Tensor z = kGap * t_;
    at::Tensor terms = (field(x, z + h) - field(x, z - h)).select(1, 2);
    at::Tensor divergence = terms, size = terms.abs();
    for (int64_t d = 0; d < 2; ++d) {
      const at::Tensor step = d == 0 ? at::tensor({h, 0.0}, at::kDouble)
                                     : at::tensor({0.0, h}, at::kDouble);
      terms = (field(x + step, z) - field(x - step, z)).select(1, d);
      divergence = divergence + terms;
      size = size + terms.abs();
    }
    EXPECT_LT((divergence.abs() / (size + 1e-12)).max().item<double>(), 1e-4);
  }
}

TEST_F(DualityTest, OneUnitFlowsThroughEveryPlane) {
  constexpr int64_t kPoints = 20000;
  const auto [line, width] = TangentLine(kPoints);
  const at::Tensor x = line.unsqueeze(1);
  const at::Tensor x0 = at::full({kPoints, 1}, -0.4, at::kDouble);
  const at::Tensor x1 = at::full({kPoints, 1}, 0.9, at::kDouble);
  for (const Known& law : EveryLaw()) {
    for (const double t : {0.2, 0.5, 0.8}) {
      const at::Tensor field = VectorsOf(PathToField(
          law.At(x, x0, x1, at::full({kPoints}, t, at::kDouble)), kGap));
      EXPECT_NEAR((field.select(1, 1) * width).sum().item<double>(), 1, 1e-6)
          << law.name << " at " << t;
    }
  }
}

// A Poisson flow's pair field is the Coulomb field of its data point, of which
// half the flux comes this way: its lines are rays into the point.
TEST_F(DualityTest, ThePoissonFieldIsTheFieldOfACharge) {
  for (const int64_t dim : {1, 2, 5}) {
    const Known law = {"ray", core::RayPathOptions{1, kGap}, false};
    const at::Tensor x = Points(dim), x1 = Target(dim);
    const FieldValue field = PathToField(law.At(x, x1, x1, t_), kGap);
    const at::Tensor to_charge =
        at::concat({x1 - x, (kGap * (1 - t_)).unsqueeze(1)}, 1);
    const at::Tensor distance = to_charge.norm(2, 1, true);
    EXPECT_TRUE(
        at::allclose(field.direction_be, to_charge / distance, 1e-13, 1e-13));
    EXPECT_TRUE(at::allclose(
        field.log_length_b,
        std::log(2.0) - LogSphereArea(dim) - dim * distance.squeeze(1).log(),
        1e-12, 1e-12));
  }
}

// PFGM++ in many extra dimensions is a diffusion: with the radius sigma sqrt(n)
// the law of a ray is normal of scale sigma up to |x / sigma|^4 / n.
TEST_F(DualityTest, WithManyExtraDimensionsRaysAreADiffusion) {
  const double degrees = 1e8, sigma = 3;
  const Known law = {"ray", core::RayPathOptions{degrees, sigma}, false};
  const at::Tensor x = Points(2), x1 = Target(2);
  const FlowValue flow = law.At(x, x1, x1, t_);
  const at::Tensor scale = sigma * (1 - t_);
  const at::Tensor normal = -0.5 * (x - x1).square().sum(1) / scale.square() -
                            2 * scale.log() - std::log(2 * std::numbers::pi);
  EXPECT_TRUE(at::allclose(flow.log_density_b, normal, 1e-5, 1e-5));
}

TEST_F(DualityTest, AFieldThatTurnsBackIsRefused) {
  const at::Tensor direction =
      at::tensor({0.6, 0.8, 0.6, -0.8}, at::kDouble).view({2, 2});
  EXPECT_THAT(
      FieldToPath({direction, at::full({2}, 0, at::kDouble)}, kGap).status(),
      StatusIs(absl::StatusCode::kInvalidArgument,
               HasSubstr("does not lead forward at point 1, where E_z / |E| is "
                         "-0.8")));
}

}  // namespace
}  // namespace flow::field_matching
