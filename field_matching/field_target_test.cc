#include "field_matching/field_target.h"

#include <cmath>
#include <vector>

#include "ATen/TensorOperators.h"
#include "ATen/ops/allclose.h"
#include "ATen/ops/full.h"
#include "ATen/ops/ones_like.h"
#include "ATen/ops/tensor.h"
#include "ATen/ops/zeros.h"
#include "ATen/ops/zeros_like.h"
#include "core/tensor/random_tensor.h"
#include "field_matching/coulomb_field.h"
#include "field_matching/pair_sum.h"
#include "gtest/gtest.h"

namespace flow::field_matching {
namespace {

constexpr int64_t kPoints = 20, kPairs = 6;

class FieldTargetTest : public testing::Test {
 protected:
  const at::Tensor x_ = core::NormalTensor(1, kPoints, 2).to(at::kDouble);
  const at::Tensor t_ =
      0.2 + 0.6 * core::UniformTensor(2, kPoints).to(at::kDouble);
  const at::Tensor x0_ = core::NormalTensor(3, kPairs, 2).to(at::kDouble);
  const at::Tensor x1_ = core::NormalTensor(4, kPairs, 2).to(at::kDouble);
  FieldOptions options_ = {
      .field = PairFieldOptions{core::TubePathOptions{0.8}}, .gap = 2};

  PairSum Sum() const {
    return SumOfPairs(core::TubePathOptions{0.8}, Given::kPair, x_, t_, x0_,
                      x1_);
  }
};

TEST_F(FieldTargetTest, IsTheFlowOfThePairsOrItsDirection) {
  const PairSum sum = Sum();
  const at::Tensor length =
      (sum.flow.velocity_bd.square().sum(1) / 4 + 1).sqrt();
  const FieldTarget unit = TargetsAt(options_, x_, t_, x0_, x1_, {});
  EXPECT_TRUE(at::allclose(unit.target_be.square().sum(1),
                           at::full({kPoints}, 3, at::kDouble), 1e-12, 0));
  EXPECT_TRUE(at::allclose(
      unit.target_be.narrow(1, 0, 2) / unit.target_be.narrow(1, 2, 1),
      sum.flow.velocity_bd / 2, 1e-12, 1e-12));
  EXPECT_TRUE(at::allclose(unit.weight_b, length, 1e-12, 0));
  EXPECT_TRUE(unit.effective_pairs_b.equal(sum.effective_pairs_b));
  options_.length_weights = false;
  EXPECT_TRUE(at::allclose(TargetsAt(options_, x_, t_, x0_, x1_, {}).weight_b,
                           at::ones_like(t_), 1e-15, 0));
  options_.regressed = Regressed::kVelocity;
  const FieldTarget flow = TargetsAt(options_, x_, t_, x0_, x1_, {});
  EXPECT_TRUE(flow.target_be.equal(sum.flow.velocity_bd));
  EXPECT_TRUE(at::allclose(flow.weight_b, at::ones_like(t_), 1e-15, 0));
}

TEST_F(FieldTargetTest, PointsOfALawOfTheirOwnCountByTheDensities) {
  const PairSum sum = Sum();
  const at::Tensor log_law =
      core::NormalTensor(5, 1, kPoints).to(at::kDouble).view({kPoints});
  const at::Tensor ratio = (sum.flow.log_density_b - log_law).exp();
  const FieldTarget own = TargetsAt(options_, x_, t_, x0_, x1_, {});
  const FieldTarget free = TargetsAt(options_, x_, t_, x0_, x1_, log_law);
  EXPECT_TRUE(free.target_be.equal(own.target_be));
  EXPECT_TRUE(at::allclose(free.weight_b, own.weight_b * ratio, 1e-12, 0));
}

TEST_F(FieldTargetTest, OfAnElectrostaticFieldIsItsDirection) {
  options_.field = ElectrostaticOptions{kPairs};
  const FieldTarget target = TargetsAt(options_, x_, t_, x0_, x1_, {});
  const FieldValue field = CoulombField(x0_, x1_, 2).At(x_, 2 * t_);
  EXPECT_TRUE(at::allclose(target.target_be,
                           std::sqrt(3.0) * field.direction_be, 1e-12, 1e-12));
  EXPECT_TRUE(target.weight_b.equal(at::ones_like(t_)));
}

// What a network converges to when it is shown one pair of a coupling at a
// time: the mean of targets by weights and by how likely the point makes the
// pair. Pairs of all quantiles of N(0, 1) with all of .3 N(-1, .5^2) + .7 N(3,
// .5^2), independent.
class OnePairAtATime {
 public:
  OnePairAtATime(double gap, double width, bool length_weights)
      : options_{.field = PairFieldOptions{core::TubePathOptions{width}},
                 .gap = gap,
                 .length_weights = length_weights} {
    for (const double p : Shares()) {
      source_.push_back(NormalQuantile(p));
      target_.push_back(p < 0.3 ? -1 + 0.5 * NormalQuantile(p / 0.3)
                                : 3 + 0.5 * NormalQuantile((p - 0.3) / 0.7));
    }
  }

  // dx/dt = gap f_x / f_z by midpoints, from the source's quantiles;
  // Wasserstein 1 of where they end to the target's.
  double CostOfFollowing() const {
    constexpr int kSteps = 25;
    constexpr double kEnd = 1e-3;
    at::Tensor x = at::tensor(source_, at::kDouble).unsqueeze(1);
    const double h = (1 - 2 * kEnd) / kSteps;
    for (int i = 0; i < kSteps; ++i) {
      const double t = kEnd + i * h;
      x = x + h * Velocity(x + h / 2 * Velocity(x, t), t + h / 2);
    }
    double sum = 0;
    for (size_t i = 0; i < target_.size(); ++i) {
      sum += std::abs(x[i][0].item<double>() - target_[i]) / target_.size();
    }
    return sum;
  }

 private:
  static std::vector<double> Shares() {
    std::vector<double> shares;
    for (int i = 0; i < 12; ++i) shares.push_back((i + 0.5) / 12);
    return shares;
  }
  static double NormalQuantile(double p) {
    double low = -9, high = 9;
    for (int i = 0; i < 60; ++i) {
      const double middle = (low + high) / 2;
      (std::erfc(-middle / std::sqrt(2.0)) / 2 < p ? low : high) = middle;
    }
    return low;
  }

  at::Tensor Velocity(const at::Tensor& x, double t) const {
    const at::Tensor time = at::full({x.size(0)}, t, at::kDouble);
    at::Tensor weighted = at::zeros({x.size(0), 2}, at::kDouble);
    for (const double from : source_) {
      for (const double to : target_) {
        const at::Tensor x0 = at::full({1, 1}, from, at::kDouble);
        const at::Tensor x1 = at::full({1, 1}, to, at::kDouble);
        // by a law with the density one, weights have the pair's density
        const FieldTarget one =
            TargetsAt(options_, x, time, x0, x1, at::zeros_like(time));
        weighted += one.target_be * one.weight_b.unsqueeze(1);
      }
    }
    return options_.gap * weighted.narrow(1, 0, 1) / weighted.narrow(1, 1, 1);
  }

  FieldOptions options_;
  std::vector<double> source_, target_;
};

// Known costs of the bias, with draws and noise of 0.1 in all: of a target and
// a tube of the size of the gap directions lead astray, and lengths lead back.
TEST(OnePairAtATimeTest, DirectionsAreBiasedWithoutTheirLengths) {
  struct Known {
    double gap, width, bias;
  };
  for (const Known& known : {Known{1, 1, 0.93},
                             {3, 1, 0.53},
                             {6, 1, 0.31},
                             {20, 1, 0.08},
                             {1, 0.3, 0.79}}) {
    SCOPED_TRACE(known.gap);
    const OnePairAtATime without(known.gap, known.width, false);
    const OnePairAtATime with(known.gap, known.width, true);
    EXPECT_NEAR(without.CostOfFollowing(), known.bias, 0.1);
    EXPECT_LT(with.CostOfFollowing(), 0.1);
  }
}

}  // namespace
}  // namespace flow::field_matching
