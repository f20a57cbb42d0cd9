#include "field_matching/coverage.h"

#include <cmath>
#include <numbers>
#include <vector>

#include "ATen/TensorOperators.h"
#include "ATen/ops/allclose.h"
#include "ATen/ops/full.h"
#include "ATen/ops/stack.h"
#include "ATen/ops/tensor.h"
#include "ATen/ops/zeros.h"
#include "core/path/affine_path.h"
#include "core/tensor/random_tensor.h"
#include "gtest/gtest.h"

namespace flow::field_matching {
namespace {

constexpr double kGap = 5;

core::Batch Pairs(int64_t rows, int64_t dim) {
  return {.x0_bd = core::NormalTensor(1, rows, dim),
          .x1_bd = core::NormalTensor(2, rows, dim) + 3,
          .t_b = core::UniformTensor(3, rows),
          .noise_bd = core::NormalTensor(4, rows, dim)};
}

at::Tensor Corner(float x, float y) {
  const std::vector<float> corner = {x, y};
  return at::tensor(corner);
}

FieldOptions Options(decltype(FieldOptions::coverage) coverage) {
  return {.field = PairFieldOptions{core::TubePathOptions{0.7}},
          .gap = kGap,
          .coverage = coverage};
}

TEST(CoverageTest, OfPairsIsTheirPath) {
  const core::Batch pairs = Pairs(8, 2);
  const FieldOptions options = Options(FromPairsOptions());
  const CoveredPoints points = DrawPoints(options, {}, pairs, 5);
  EXPECT_TRUE(points.x_bd.equal(
      core::AffinePath(core::TubePathOptions{0.7})
          .At(pairs.x0_bd, pairs.x1_bd, pairs.t_b, pairs.noise_bd)
          .x_bd));
  EXPECT_TRUE(points.t_b.equal(pairs.t_b));
  EXPECT_FALSE(
      LogLawAt(options, {}, points, pairs.x0_bd, pairs.x1_bd).defined());
}

TEST(CoverageTest, OfAnElectrostaticFieldIsTheLines) {
  const core::Batch pairs = Pairs(8, 2);
  FieldOptions options = Options(FromPairsOptions());
  options.field = ElectrostaticOptions{8};
  const at::Tensor t_b1 = pairs.t_b.unsqueeze(1);
  EXPECT_TRUE(at::allclose(DrawPoints(options, {}, pairs, 5).x_bd,
                           (1 - t_b1) * pairs.x0_bd + t_b1 * pairs.x1_bd, 1e-6,
                           1e-6));
}

TEST(CoverageTest, ATubeIsNormalAboutTheLines) {
  const core::Batch pairs = Pairs(6, 2);
  const FieldOptions options = Options(TubeOptions{1.3});
  const CoveredPoints points = DrawPoints(options, {}, pairs, 5);
  const at::Tensor log_q =
      LogLawAt(options, {}, points, pairs.x0_bd, pairs.x1_bd);
  for (int64_t i = 0; i < 6; ++i) {
    double q = 0;
    for (int64_t k = 0; k < 6; ++k) {
      const double t = points.t_b[i].item<double>();
      const double square =
          (points.x_bd[i] - (1 - t) * pairs.x0_bd[k] - t * pairs.x1_bd[k])
              .square()
              .sum()
              .item<double>();
      q += std::exp(-square / (2 * 1.69)) / (2 * std::numbers::pi * 1.69) / 6;
    }
    EXPECT_NEAR(log_q[i].item<double>(), std::log(q), 1e-5);
  }
}

TEST(CoverageTest, ASlabFillsItsBox) {
  const core::Batch pairs = Pairs(4000, 2);
  const Box box = BoundingBox(at::stack({Corner(0, -1), Corner(2, -1)}),
                              Corner(1, 3).unsqueeze(0));
  FieldOptions options = Options(SlabOptions{0.5});
  const CoveredPoints points = DrawPoints(options, box, pairs, 5);
  EXPECT_TRUE(points.t_b.equal(pairs.t_b));
  // 3 wide and 5 high
  EXPECT_TRUE(
      at::allclose(LogLawAt(options, box, points, pairs.x0_bd, pairs.x1_bd),
                   at::full({4000}, -std::log(15.0), at::kDouble), 1e-12, 0));
  // of four thousand points one is nearer than 0.02 to each side but for a
  // probability of 1e-11
  const at::Tensor low = points.x_bd.amin(0), high = points.x_bd.amax(0);
  EXPECT_TRUE(at::allclose(low, Corner(-0.5, -1.5), 0, 0.02));
  EXPECT_TRUE(at::allclose(high, Corner(2.5, 3.5), 0, 0.035));
  EXPECT_TRUE((low >= Corner(-0.5, -1.5)).all().item<bool>());
  // an electrostatic field is everywhere, half a gap's tenth beyond the plates
  options.field = ElectrostaticOptions{4};
  const at::Tensor t = DrawPoints(options, box, pairs, 5).t_b;
  EXPECT_NEAR(t.min().item<double>(), -0.1, 0.01);
  EXPECT_NEAR(t.max().item<double>(), 1.1, 0.01);
  EXPECT_FALSE(
      LogLawAt(options, box, points, pairs.x0_bd, pairs.x1_bd).defined());
}

// Its density over the half plane on this side of the plate, by the midpoint
// rule in the logarithm of the distance and the angle: all of it, and what is
// nearer than one, as many as draws are. Twenty thousand draws are in error by
// at most 0.018 but for a probability of 1e-6.
TEST(CoverageTest, APowerLawHasItsDensity) {
  constexpr int64_t kDraws = 20000;
  const PowerLawOptions law = {.sigma = 0.05, .tau = 0.1, .steps = 35};
  FieldOptions options = Options(law);
  core::Batch pairs = Pairs(kDraws, 1);
  pairs.x1_bd = at::full({kDraws, 1}, 2.0f);
  const CoveredPoints points = DrawPoints(options, {}, pairs, 5);
  const at::Tensor z = kGap * (1 - points.t_b);
  const at::Tensor r =
      ((points.x_bd.squeeze(1) - 2).square() + z.square()).sqrt();
  const double drawn = (r < 1).to(at::kDouble).mean().item<double>();

  constexpr int64_t kCells = 400;
  constexpr double kLow = -9;
  const double high = std::log(kGap);  // farther ones are of negative times
  double all = 0, near = 0;
  for (int64_t i = 0; i < kCells; ++i) {
    const double log_r = kLow + (i + 0.5) * (high - kLow) / kCells;
    const double distance = std::exp(log_r);
    // isotropic: at one angle, over a half circle
    const CoveredPoints one = {
        at::full({1, 1}, 2 + distance * 0.6, at::kDouble),
        at::full({1}, 1 - distance * 0.8 / kGap, at::kDouble)};
    const double density =
        LogLawAt(options, {}, one, at::zeros({1, 1}), at::full({1, 1}, 2.0))
            .exp()
            .item<double>() /
        kGap;
    const double mass = density * std::numbers::pi * distance * distance *
                        (high - kLow) / kCells;
    all += mass;
    if (distance < 1) near += mass;
  }
  // scales end at 1.4: what is beyond the gap
  EXPECT_NEAR(all, (r < kGap).to(at::kDouble).mean().item<double>(), 0.002);
  EXPECT_NEAR(near, drawn, 0.018);
}

}  // namespace
}  // namespace flow::field_matching
