#include "field_matching/learnt_field.h"

#include <memory>

#include "ATen/TensorOperators.h"
#include "ATen/ops/allclose.h"
#include "ATen/ops/concat.h"
#include "ATen/ops/full.h"
#include "core/tensor/random_tensor.h"
#include "field_matching/plate_laws_testing.h"
#include "gtest/gtest.h"

namespace flow::field_matching {
namespace {

constexpr double kGap = 3;
constexpr int64_t kRows = 20;

// v = (x_0^2 + t, x_1), whose divergence is 2 x_0 + 1.
class Curved : public core::VelocityField {
 public:
  at::Tensor Velocity(const at::Tensor& x_bd,
                      const at::Tensor& t_b) const override {
    return at::concat({x_bd.narrow(1, 0, 1).square() + t_b.unsqueeze(1),
                       x_bd.narrow(1, 1, 1)},
                      1);
  }
};

class LearntFieldTest : public testing::Test {
 protected:
  const at::Tensor x_ = core::NormalTensor(1, kRows, 2);
  const at::Tensor t_ = core::UniformTensor(2, kRows);
  const std::shared_ptr<const Curved> curved_ = std::make_shared<Curved>();
  const Directions directions_ = DirectionsOf(curved_, kGap);
};

TEST_F(LearntFieldTest, ADirectionIsThatOfTheFlowThroughSpace) {
  const at::Tensor f = directions_(x_, t_);
  EXPECT_TRUE(at::allclose(f.narrow(1, 0, 2) * kGap, curved_->Velocity(x_, t_),
                           1e-6, 1e-6));
  EXPECT_TRUE(f.select(1, 2).equal(at::full({kRows}, 1.0f)));
  const FieldValue field =
      LearntField(directions_, kGap).At(x_.to(at::kDouble), kGap * t_);
  EXPECT_TRUE(at::allclose(field.direction_be.norm(2, 1),
                           at::full({kRows}, 1.0, at::kDouble), 1e-12, 0));
  EXPECT_TRUE(at::allclose(field.direction_be,
                           (f / f.norm(2, {1}, true)).to(at::kDouble), 1e-5,
                           1e-6));
}

// Whatever the lengths of the directions, the flow is the velocity, and its
// divergence too.
TEST_F(LearntFieldTest, TheFlowOfDirectionsIsTheVelocity) {
  const FlowOfDirections flow(
      [this](const at::Tensor& x_bd, const at::Tensor& t_b) {
        return directions_(x_bd, t_b) *
               (1 + x_bd.square().sum(1, /*keepdim=*/true));
      },
      kGap);
  EXPECT_TRUE(at::allclose(flow.Velocity(x_, t_), curved_->Velocity(x_, t_),
                           1e-5, 1e-5));
  const core::VelocityDivergence both = flow.VelocityAndDivergence(x_, t_, {});
  EXPECT_TRUE(
      at::allclose(both.divergence_b, 2 * x_.select(1, 0) + 1, 1e-3, 1e-3));
}

TEST_F(LearntFieldTest, WhatTurnsBackIsKeptFromInfinity) {
  const FlowOfDirections flow(
      [](const at::Tensor& x_bd, const at::Tensor&) {
        return at::concat({x_bd, at::full({kRows, 1}, -0.1f)}, 1);
      },
      kGap);
  const at::Tensor v = flow.Velocity(x_, t_);
  EXPECT_TRUE(v.isfinite().all().item<bool>());
  EXPECT_TRUE(at::allclose(
      v, kGap * x_ / (1e-3 * (x_.square().sum(1, true) + 0.01).sqrt()), 1e-4,
      0));
}

// How much of the flux goes through a plate, from directions alone.
TEST_F(LearntFieldTest, TellsOneSideOfAPlateFromTheOther) {
  const PlateLaws exact({{1, 0, 1}}, {{0.5, -4, 0.7}, {0.5, 4, 0.7}}, kGap);
  const LearntField learnt(
      [&](const at::Tensor& x_bd, const at::Tensor& t_b) {
        const FieldValue field =
            exact.At(x_bd.to(at::kDouble), kGap * t_b.to(at::kDouble));
        return (7 * field.direction_be).to(at::kFloat);
      },
      kGap);
  const at::Tensor x = 3 * core::NormalTensor(3, kRows, 1).to(at::kDouble);
  const auto ratio = [&](const Field& field) {
    const auto across = [&](double z) {
      const FieldValue value = field.At(x, at::full({kRows}, z, at::kDouble));
      return value.direction_be.select(1, 1) * value.log_length_b.exp();
    };
    return across(kGap + 1e-4) / across(kGap - 1e-4);
  };
  EXPECT_TRUE(at::allclose(ratio(learnt), ratio(exact), 2e-3, 2e-3));
}

}  // namespace
}  // namespace flow::field_matching
