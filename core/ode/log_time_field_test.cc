#include "core/ode/log_time_field.h"

#include <cmath>
#include <memory>

#include "core/base/status_testing.h"
#include "core/ode/ode_transport.h"
#include "core/tensor/random_tensor.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

// v(x, t) = -x / (1 - t): straight to the origin, x_t = (1 - t) x_0, as the
// lines of a single charge there.
class ToTheOrigin : public VelocityField {
 public:
  at::Tensor Velocity(const at::Tensor& x_bd,
                      const at::Tensor& t_b) const override {
    return -x_bd / (1 - t_b).unsqueeze(1);
  }
};

// By s it is dx/ds = log(r) x, which takes x to r x.
TEST(LogTimeFieldTest, EndsWhereTheRestOfTheWayIsLeft) {
  const double rest = 1e-3;
  ThreadPool pool(1);
  ASSERT_OK_AND_ASSIGN(
      const auto flow,
      OdeTransport::Create(
          std::make_shared<LogTimeField>(std::make_shared<ToTheOrigin>(), rest),
          Rk4Options{100}, &pool));
  const at::Tensor x_nd = NormalTensor(1, 50, 2).to(at::kDouble);
  ASSERT_OK_AND_ASSIGN(const Transported moved,
                       flow->Push(x_nd, {Direction::kForward}));
  // of Rk4, 100 steps of h = 0.069 make an error of 100 h^5 / 120 = 1.3e-6
  EXPECT_LT((moved.x_nd / x_nd / rest - 1).abs().max().item<double>(), 2e-6);
}

}  // namespace
}  // namespace flow::core
