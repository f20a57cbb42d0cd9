/// A point's result has the same bits whoever travels with it, wherever it
/// stands in the batch, and however many threads work.

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "ATen/Parallel.h"
#include "ATen/TensorOperators.h"
#include "ATen/ops/concat.h"
#include "ATen/ops/empty.h"
#include "ATen/ops/linear.h"
#include "ATen/ops/silu.h"
#include "core/base/random.h"
#include "core/base/status_testing.h"
#include "core/base/thread_pool.h"
#include "core/ode/ode_transport.h"
#include "core/ode/velocity_field_testing.h"

namespace flow::core {
namespace {

at::Tensor Normal(Seed seed, int64_t rows, int64_t columns, double scale,
                  at::ScalarType dtype) {
  at::Tensor out = at::empty({rows, columns}, at::kDouble);
  double* x = out.mutable_data_ptr<double>();
  for (int64_t i = 0; i < rows; ++i) {
    RowRandom random(seed, i);
    for (int64_t j = 0; j < columns; ++j) *x++ = scale * random.Normal();
  }
  return out.to(dtype);
}

// Two hidden layers of 48 on (x, t), strong enough to bend the paths.
FunctionField::Function Mlp(int64_t dims, at::ScalarType dtype) {
  std::vector<at::Tensor> weights;
  const int64_t widths[] = {dims + 1, 48, 48, dims};
  for (int i = 0; i < 3; ++i) {
    weights.push_back(Normal(DeriveSeed(1, "weight", i), widths[i + 1],
                             widths[i], 3 / std::sqrt(widths[i]), dtype));
    weights.push_back(
        Normal(DeriveSeed(1, "bias", i), 1, widths[i + 1], 1, dtype).flatten());
  }
  return [weights](const at::Tensor& x_bd, const at::Tensor& t_b1) {
    at::Tensor h = at::concat({x_bd, t_b1}, 1);
    for (int i = 0; i < 2; ++i) {
      h = at::silu(at::linear(h, weights[2 * i], weights[2 * i + 1]));
    }
    return at::linear(h, weights[4], weights[5]);
  };
}

struct Case {
  const char* name;
  OdeOptions options;
  at::ScalarType dtype;
  int64_t dims;
};

std::vector<Case> Cases() {
  std::vector<Case> cases;
  for (const at::ScalarType dtype : {at::kFloat, at::kDouble}) {
    for (const int64_t dims : {1, 2, 5}) {
      cases.push_back({"heun", HeunOptions{10}, dtype, dims});
      cases.push_back({"edm_heun", EdmHeunOptions{}, dtype, dims});
      cases.push_back({"dopri5", Dopri5Options{{1e-3, 1e-3}}, dtype, dims});
      cases.push_back({"dopri8", Dopri8Options{{1e-3, 1e-3}}, dtype, dims});
    }
  }
  return cases;
}

std::vector<std::pair<const char*, FunctionField::Function>> Fields(
    const Case& c) {
  return {{"mlp", Mlp(c.dims, c.dtype)},
          {"closed form", GaussianVelocity(2, 0.3)}};
}

Transported Push(const FunctionField::Function& field, const Case& c,
                 const at::Tensor& x_nd, ThreadPool& pool) {
  const auto transport = OdeTransport::Create(
      std::make_shared<FunctionField>(field), c.options, &pool);
  EXPECT_OK(transport);
  auto out = (*transport)->Push(x_nd, {Direction::kForward, {0.3, 1}});
  EXPECT_OK(out);
  return *std::move(out);
}

// Rows of `b` from `first` on are all of `a`, bit for bit.
void ExpectRowsEqual(const Transported& a, const Transported& b,
                     int64_t first) {
  const int64_t n = a.x_nd.size(0);
  EXPECT_TRUE(a.x_nd.equal(b.x_nd.narrow(0, first, n)));
  EXPECT_TRUE(a.path_energy_n.equal(b.path_energy_n.narrow(0, first, n)));
  EXPECT_TRUE(a.evaluations_n.equal(b.evaluations_n.narrow(0, first, n)));
  EXPECT_TRUE(a.trajectory_snd.equal(b.trajectory_snd.narrow(1, first, n)));
}

class BitEqualityTest : public testing::Test {
 protected:
  static void SetUpTestSuite() { at::set_num_threads(1); }
};

TEST_F(BitEqualityTest, HoldsForAnyCompanyAndPosition) {
  ThreadPool pool(1);
  for (const Case& c : Cases()) {
    for (const auto& [name, field] : Fields(c)) {
      SCOPED_TRACE(testing::Message() << c.name << " " << name
                                      << " D=" << c.dims << " " << c.dtype);
      const at::Tensor x = Normal(2, 300, c.dims, 1, c.dtype);
      const Transported all = Push(field, c, x, pool);
      for (const int64_t i : {0, 1, 63, 127, 128, 250, 299}) {
        SCOPED_TRACE(i);
        ExpectRowsEqual(Push(field, c, x.narrow(0, i, 1), pool), all, i);
      }
      // the same points at other positions of other tiles
      ExpectRowsEqual(Push(field, c, x.narrow(0, 37, 200), pool), all, 37);
      ExpectRowsEqual(all, Push(field, c, at::concat({x.flip(0), x}), pool),
                      300);
    }
  }
}

TEST_F(BitEqualityTest, HoldsForAnyNumberOfThreads) {
  ThreadPool one(1);
  ThreadPool two(2, [] { at::set_num_threads(1); });
  ThreadPool four(4, [] { at::set_num_threads(1); });
  for (const Case& c : Cases()) {
    for (const auto& [name, field] : Fields(c)) {
      SCOPED_TRACE(testing::Message() << c.name << " " << name
                                      << " D=" << c.dims << " " << c.dtype);
      const at::Tensor x = Normal(3, 700, c.dims, 1, c.dtype);
      const Transported out = Push(field, c, x, one);
      ExpectRowsEqual(out, Push(field, c, x, two), 0);
      ExpectRowsEqual(out, Push(field, c, x, four), 0);
    }
  }
}

TEST_F(BitEqualityTest, IsNotVacuous) {
  // the paths bend, differ, and take different numbers of steps
  ThreadPool pool(1);
  const Case c = {"dopri5", Dopri5Options{{1e-3, 1e-3}}, at::kFloat, 2};
  const at::Tensor x = Normal(2, 300, 2, 1, at::kFloat);
  const Transported out = Push(Mlp(2, at::kFloat), c, x, pool);
  EXPECT_GT(out.evaluations_n.max().item<int64_t>(),
            out.evaluations_n.min().item<int64_t>());
  EXPECT_GT(out.path_energy_n.min().item<double>(), 0);
}

}  // namespace
}  // namespace flow::core
