#include "core/ode/reversed_field.h"

#include <memory>

#include "ATen/ops/full.h"
#include "core/base/status_testing.h"
#include "core/ode/ode_transport.h"
#include "core/tensor/random_tensor.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

// v(x, t) = (1 + t) x, which takes x to x e^(3/2); of divergence 2 (1 + t).
class Growing : public DivergenceField {
 public:
  at::Tensor Velocity(const at::Tensor& x_bd,
                      const at::Tensor& t_b) const override {
    return (1 + t_b).unsqueeze(1) * x_bd;
  }
  VelocityDivergence VelocityAndDivergence(const at::Tensor& x_bd,
                                           const at::Tensor& t_b,
                                           const at::Tensor&) const override {
    return {Velocity(x_bd, t_b), 2 * (1 + t_b)};
  }
};

TEST(ReversedFieldTest, ItsWayBackIsTheFlow) {
  const auto growing = std::make_shared<Growing>();
  const OdeOptions solver = Rk4Options{20};
  ThreadPool pool(1);
  ASSERT_OK_AND_ASSIGN(const auto there,
                       OdeTransport::Create(growing, solver, &pool));
  ASSERT_OK_AND_ASSIGN(
      const auto reversed,
      OdeTransport::Create(std::make_shared<ReversedField>(growing), solver,
                           &pool));
  const at::Tensor x_nd = NormalTensor(1, 50, 2).to(at::kDouble);
  ASSERT_OK_AND_ASSIGN(const Transported moved,
                       there->Push(x_nd, {Direction::kForward}));
  ASSERT_OK_AND_ASSIGN(const Transported back,
                       reversed->Push(x_nd, {Direction::kBackward}));
  EXPECT_LT((moved.x_nd - back.x_nd).abs().max().item<double>(), 1e-12);
}

TEST(ReversedFieldTest, ItsDivergenceIsThatOfItsVelocity) {
  const ReversedField reversed(std::make_shared<Growing>());
  const at::Tensor x_bd = NormalTensor(1, 3, 2);
  const at::Tensor t_b = at::full({3}, 0.25);
  const auto [velocity_bd, divergence_b] =
      reversed.VelocityAndDivergence(x_bd, t_b, {});
  EXPECT_TRUE(velocity_bd.equal(reversed.Velocity(x_bd, t_b)));
  EXPECT_TRUE(velocity_bd.equal(-1.75 * x_bd));
  EXPECT_TRUE(divergence_b.equal(at::full({3}, -3.5)));
}

}  // namespace
}  // namespace flow::core
