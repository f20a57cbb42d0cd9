#include "field_matching/field_batches.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <memory>
#include <utility>
#include <variant>
#include <vector>

#include "ATen/TensorOperators.h"
#include "ATen/core/Formatting.h"
#include "ATen/ops/allclose.h"
#include "ATen/ops/concat.h"
#include "ATen/ops/ones_like.h"
#include "ATen/ops/stack.h"
#include "core/base/status_testing.h"
#include "core/path/affine_path.h"
#include "core/tensor/random_tensor.h"
#include "gtest/gtest.h"

namespace flow::field_matching {
namespace {

constexpr double kGap = 4;

// Independent pairs in the plane, three steps at once.
class DrawnPairs : public core::Batches {
 public:
  using Source = std::function<at::Tensor(Seed, int64_t)>;
  DrawnPairs(int64_t rows, Source source)
      : rows_(rows), source_(std::move(source)) {}
  absl::StatusOr<core::Stretch> GetStretch(int64_t step) const override {
    const int64_t first = step / 3 * 3, rows = 3 * rows_;
    const auto seed = [&](const char* name) {
      return DeriveSeed(7, name, first);
    };
    return core::Stretch{
        first,
        3,
        {.x0_bd = source_(seed("x0"), rows),
         .x1_bd = core::NormalTensor(seed("x1"), rows, 2) * 0.5 + 1,
         .t_b = core::UniformTensor(seed("t"), rows),
         .noise_bd = core::NormalTensor(seed("noise"), rows, 2)}};
  }

  int64_t StretchEnd(int64_t step) const override {
    return core::NextMultiple(step, 3);
  }

 private:
  int64_t rows_;
  Source source_;
};

at::Tensor Normal(Seed seed, int64_t rows) {
  return core::NormalTensor(seed, rows, 2);
}

// Student's t with one degree of freedom, of the scale of the gap.
at::Tensor Cauchy(Seed seed, int64_t rows) {
  return kGap * core::NormalTensor(DeriveSeed(seed, "x"), rows, 2) /
         core::NormalTensor(DeriveSeed(seed, "n"), rows, 1).abs();
}

FieldBatches Make(const FieldOptions& options, int64_t size,
                  const DrawnPairs::Source& source = Normal) {
  const at::Tensor corner = at::ones_like(source(1, 1));
  return FieldBatches(
      std::make_shared<DrawnPairs>(RowsOfStep(options, size), source), options,
      size, BoundingBox(-4 * corner, 4 * corner), 3);
}

FieldOptions Tube(int64_t pairs) {
  return {.field =
              PairFieldOptions{core::TubePathOptions{0.8}, Given::kPair, pairs},
          .gap = kGap};
}

TEST(FieldBatchesTest, OfOnePairAreFlowMatching) {
  FieldOptions options = Tube(1);
  options.regressed = Regressed::kVelocity;
  const DrawnPairs pairs(6, Normal);
  ASSERT_OK_AND_ASSIGN(const core::Batch own, pairs.Get(4));
  ASSERT_OK_AND_ASSIGN(const core::Batch batch, Make(options, 6).Get(4));
  const core::PathPoint point =
      core::AffinePath(core::TubePathOptions{0.8})
          .At(own.x0_bd, own.x1_bd, own.t_b, own.noise_bd);
  EXPECT_TRUE(batch.t_b.equal(own.t_b));
  EXPECT_TRUE(batch.point_bd.equal(point.x_bd));
  EXPECT_TRUE(at::allclose(batch.target_be, point.velocity_bd, 1e-4, 1e-4));
  EXPECT_TRUE(at::allclose(batch.weight_b, at::ones_like(own.t_b), 1e-6, 0));
  EXPECT_EQ(batch.coupling.effective_pairs, 1);
}

// Paths without noise among them.
// With times 0 and 1, as a draw of 24 bits may be.
class OnThePlates : public DrawnPairs {
 public:
  using DrawnPairs::DrawnPairs;
  absl::StatusOr<core::Stretch> GetStretch(int64_t step) const override {
    auto stretch = DrawnPairs::GetStretch(step);
    stretch->rows.t_b.round_();
    return stretch;
  }
};

TEST(FieldBatchesTest, PairsHaveADensityBesideThePlates) {
  const core::RayPathOptions rays = {.start = kGap};
  const decltype(FieldOptions::coverage) coverages[] = {
      TubeOptions{0.5}, FromPairsOptions{}, PowerLawOptions{.sigma = 1e-7}};
  for (const auto& coverage : coverages) {
    const bool of_rays = std::holds_alternative<PowerLawOptions>(coverage);
    FieldOptions options = Tube(8);
    if (of_rays) options.field = PairFieldOptions{rays, Given::kTarget, 8};
    options.coverage = coverage;
    const FieldBatches batches(
        std::make_shared<OnThePlates>(16, of_rays ? Cauchy : Normal), options,
        16, Box{}, 3);
    ASSERT_OK_AND_ASSIGN(const core::Batch batch, batches.Get(0));
    EXPECT_TRUE(((batch.t_b > 0) & (batch.t_b < 1)).all().item<bool>());
    for (const at::Tensor& made : {batch.target_be, batch.weight_b}) {
      EXPECT_TRUE(made.isfinite().all().item<bool>()) << made;
    }
  }
}

TEST(FieldBatchesTest, OfOnePairNeedNoDensity) {
  FieldOptions options = {.field = PairFieldOptions{core::LinearPathOptions{}},
                          .gap = kGap};
  const DrawnPairs pairs(6, Normal);
  ASSERT_OK_AND_ASSIGN(const core::Batch own, pairs.Get(4));
  ASSERT_OK_AND_ASSIGN(const core::Batch batch, Make(options, 6).Get(4));
  const at::Tensor across = own.x1_bd - own.x0_bd;
  const at::Tensor length = (across.square().sum(1) / (kGap * kGap) + 1).sqrt();
  EXPECT_TRUE(at::allclose(batch.weight_b, length, 1e-5, 1e-5));
  EXPECT_TRUE(at::allclose(
      batch.target_be.narrow(1, 0, 2),
      std::sqrt(3.0) * across / (kGap * length.unsqueeze(1)), 1e-5, 1e-5));
}

// Eight points by groups of three: rows 0 to 2, 3 to 5, and 5 to 7 for the last
// two. By groups of eleven all by the same.
TEST(FieldBatchesTest, GroupsOfPairsMakeTheTargetsOfTheirPoints) {
  for (const bool electrostatic : {false, true}) {
    for (const int64_t summed : {3, 11}) {
      FieldOptions options = Tube(summed);
      if (electrostatic) options.field = ElectrostaticOptions{summed};
      const DrawnPairs pairs(RowsOfStep(options, 8), Normal);
      ASSERT_OK_AND_ASSIGN(const core::Batch all, pairs.Get(4));
      ASSERT_OK_AND_ASSIGN(const core::Batch batch, Make(options, 8).Get(4));
      ASSERT_EQ(batch.t_b.size(0), 8);
      for (int64_t i = 0; i < 8; ++i) {
        const int64_t first =
            summed == 11 ? 0 : std::min<int64_t>(i / 3 * 3, 5);
        const FieldTarget target = TargetsAt(
            options, batch.point_bd.narrow(0, i, 1), batch.t_b.narrow(0, i, 1),
            all.x0_bd.narrow(0, first, summed),
            all.x1_bd.narrow(0, first, summed), {});
        EXPECT_TRUE(at::allclose(batch.target_be.narrow(0, i, 1),
                                 target.target_be.to(at::kFloat), 1e-5, 1e-5));
        EXPECT_TRUE(at::allclose(batch.weight_b.narrow(0, i, 1),
                                 target.weight_b.to(at::kFloat), 1e-5, 1e-5));
      }
      EXPECT_EQ(batch.coupling.effective_pairs > 1, !electrostatic);
    }
  }
}

// Means over 9600 points of 1, t and 1 / (1 + |x|^2), each point counting by
// its weight, lie within five of their standard errors of those over the path's
// own points: a false alarm of 3e-6, were they normal.
void ExpectTheLawOfThePath(FieldOptions options,
                           const DrawnPairs::Source& source) {
  options.regressed = Regressed::kVelocity;
  FieldOptions of_path = options;
  of_path.coverage = FromPairsOptions();
  const auto values = [&](const FieldOptions& of) {
    const FieldBatches batches = Make(of, 64, source);
    std::vector<at::Tensor> steps;
    for (int64_t step = 0; step < 150; ++step) {
      const core::Batch batch = *batches.Get(step);
      const at::Tensor weight = batch.weight_b;
      steps.push_back(at::stack({weight, weight * batch.t_b,
                                 weight / (1 + batch.point_bd.square().sum(1))},
                                1));
    }
    return at::concat(steps).to(at::kDouble);
  };
  const at::Tensor own = values(options), known = values(of_path);
  const at::Tensor error = ((own.var(0) + known.var(0)) / own.size(0)).sqrt();
  EXPECT_TRUE(((own.mean(0) - known.mean(0)).abs() < 5 * error + 1e-6)
                  .all()
                  .item<bool>())
      << own.mean(0) << known.mean(0) << error;
}

TEST(FieldBatchesTest, PointsOfEveryLawCountAsThoseOfThePath) {
  FieldOptions options = Tube(64);
  options.coverage = TubeOptions{1};
  ExpectTheLawOfThePath(options, Normal);
  options.coverage = SlabOptions{0.5};
  ExpectTheLawOfThePath(options, Normal);
  options.field =
      PairFieldOptions{core::RayPathOptions{1, kGap}, Given::kTarget, 64};
  options.coverage = PowerLawOptions{.sigma = 0.01, .tau = 0.1, .steps = 75};
  ExpectTheLawOfThePath(options, Cauchy);
}

TEST(FieldBatchesTest, WithoutDensitiesAllPointsCountAlike) {
  FieldOptions options = Tube(16);
  options.regressed = Regressed::kVelocity;
  options.coverage = SlabOptions{0.5};
  options.density_weights = false;
  ASSERT_OK_AND_ASSIGN(const core::Batch batch, Make(options, 16).Get(0));
  EXPECT_TRUE(at::allclose(batch.weight_b, at::ones_like(batch.t_b), 1e-6, 0));
}

}  // namespace
}  // namespace flow::field_matching
