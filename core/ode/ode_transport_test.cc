#include "core/ode/ode_transport.h"

#include <cmath>
#include <limits>
#include <memory>
#include <utility>
#include <vector>

#include "ATen/TensorOperators.h"
#include "ATen/ops/full.h"
#include "ATen/ops/full_like.h"
#include "ATen/ops/linspace.h"
#include "ATen/ops/matmul.h"
#include "ATen/ops/rand.h"
#include "ATen/ops/tensor.h"
#include "ATen/ops/zeros.h"
#include "core/base/status_testing.h"
#include "core/ode/velocity_field_testing.h"

namespace flow::core {
namespace {

using testing::AllOf;
using testing::HasSubstr;

constexpr absl::StatusCode kInvalid = absl::StatusCode::kInvalidArgument;

absl::StatusOr<std::unique_ptr<OdeTransport>> Make(
    OdeOptions options, FunctionField::Function function, ThreadPool& pool) {
  return OdeTransport::Create(
      std::make_shared<FunctionField>(std::move(function)), options, &pool);
}

at::Tensor MoveTwo(const at::Tensor& x_bd, const at::Tensor&) {
  return at::full_like(x_bd, 2);
}

double MaxError(const at::Tensor& x, const at::Tensor& y) {
  return x.sub(y).abs().max().item<double>();
}

TEST(OdeTransportTest, RefusesOptionsWithoutMeaning) {
  ThreadPool pool(1);
  EXPECT_THAT(Make(EulerOptions{0}, MoveTwo, pool),
              StatusIs(kInvalid, "'steps' must be >= 1; got 0"));
}

TEST(OdeTransportTest, CountsEvaluationsAndEnergyOfAConstantField) {
  ThreadPool pool(2);
  const std::vector<std::pair<OdeOptions, int64_t>> cases = {
      {EulerOptions{8}, 8},
      {MidpointOptions{8}, 16},
      {HeunOptions{8}, 16},
      {Rk4Options{8}, 32},
      {Rk4ThreeEighthsOptions{8}, 32},
      {EdmHeunOptions{}, 37},
      {Dopri5Options{{.rtol = 0.01, .atol = 1}}, 14}};
  const at::Tensor x = at::full({130, 3}, 1., at::kDouble);
  for (const auto& [options, evaluations] : cases) {
    ASSERT_OK_AND_ASSIGN(const auto transport, Make(options, MoveTwo, pool));
    for (const Direction way : {Direction::kForward, Direction::kBackward}) {
      ASSERT_OK_AND_ASSIGN(const Transported out, transport->Push(x, {way}));
      const double end = way == Direction::kForward ? 3 : -1;
      EXPECT_LT(MaxError(out.x_nd, at::full_like(x, end)), 1e-14);
      // |(2, 2, 2)|^2 over a time of 1
      EXPECT_LT(MaxError(out.path_energy_n, at::full({130}, 12., at::kDouble)),
                1e-13);
      EXPECT_TRUE(
          out.evaluations_n.equal(at::full({130}, evaluations, at::kLong)));
    }
  }
}

TEST(OdeTransportTest, SolvesALinearFieldAsTheMatrixExponential) {
  // A = -a I + w J in the plane: exp(A) turns by w and shrinks by e^-a
  const double a = 0.5, w = 2.5;
  const at::Tensor matrix =
      at::tensor({-a, -w, w, -a}, at::kDouble).view({2, 2});
  const at::Tensor exponential =
      at::tensor({std::cos(w), -std::sin(w), std::sin(w), std::cos(w)},
                 at::kDouble)
          .view({2, 2}) *
      std::exp(-a);
  const at::Tensor x = at::linspace(-2, 2, 300, at::kDouble).view({150, 2});
  ThreadPool pool(2);
  const auto linear = [&](const at::Tensor& x_bd, const at::Tensor&) {
    return at::matmul(x_bd, matrix.t());
  };
  for (const OdeOptions& options :
       {OdeOptions(Rk4Options{100}),
        OdeOptions(Dopri5Options{{.rtol = 1e-8, .atol = 1e-8}})}) {
    ASSERT_OK_AND_ASSIGN(const auto transport, Make(options, linear, pool));
    ASSERT_OK_AND_ASSIGN(const Transported out,
                         transport->Push(x, {Direction::kForward}));
    EXPECT_LT(MaxError(out.x_nd, at::matmul(x, exponential.t())), 1e-7);
    // |v|^2 = (a^2 + w^2) |x_0|^2 e^(-2at), integrated over t
    const double factor = (a * a + w * w) * (1 - std::exp(-2 * a)) / (2 * a);
    EXPECT_LT(MaxError(out.path_energy_n, factor * (x * x).sum(1)), 1e-6);
  }
}

TEST(OdeTransportTest, MapsGaussianQuantilesToQuantiles) {
  // the monotone map from N(0, 1) to N(m, s^2) is x -> m + s x
  const double mean = -1.5, std = 0.3;
  const at::Tensor x = at::linspace(-3, 3, 200, at::kDouble).unsqueeze(1);
  const std::vector<double> times = {0, 0.2, 0.7, 1};
  ThreadPool pool(2);
  for (const OdeOptions& options :
       {OdeOptions(HeunOptions{400}), OdeOptions(Rk4Options{100}),
        OdeOptions(Dopri5Options{{.rtol = 1e-7, .atol = 1e-7}})}) {
    ASSERT_OK_AND_ASSIGN(const auto transport,
                         Make(options, GaussianVelocity(mean, std), pool));
    ASSERT_OK_AND_ASSIGN(const Transported out,
                         transport->Push(x, {Direction::kForward, times}));
    EXPECT_LT(MaxError(out.x_nd, mean + std * x), 1e-4);
    for (size_t s = 0; s < times.size(); ++s) {
      const double t = times[s];
      const at::Tensor exact = t * mean + std::hypot(1 - t, t * std) * x;
      EXPECT_LT(MaxError(out.trajectory_snd[s], exact), 1e-4) << t;
    }
    ASSERT_OK_AND_ASSIGN(
        const Transported back,
        transport->Push(mean + std * x, {Direction::kBackward}));
    EXPECT_LT(MaxError(back.x_nd, x), 4e-4);
    EXPECT_FALSE(back.trajectory_snd.defined());
  }
}

TEST(OdeTransportTest, ComesBackWithEverySolver) {
  const at::Tensor x = at::linspace(-0.9, 0.9, 129, at::kDouble).unsqueeze(1);
  ThreadPool pool(2);
  const std::vector<std::pair<OdeOptions, double>> cases = {
      {EulerOptions{1000}, 1e-1},
      {MidpointOptions{200}, 1e-3},
      {HeunOptions{200}, 1e-3},
      {Rk4Options{100}, 1e-6},
      {Rk4ThreeEighthsOptions{100}, 1e-6},
      {EdmHeunOptions{.steps = 200}, 1e-1},
      {Bosh3Options{{1e-7, 1e-7}}, 1e-3},
      {Dopri5Options{}, 1e-3},
      {Tsit5Options{}, 1e-3},
      {Dopri8Options{}, 1e-3}};
  for (const auto& [options, tolerance] : cases) {
    ASSERT_OK_AND_ASSIGN(const auto transport,
                         Make(options, TanhVelocity, pool));
    ASSERT_OK_AND_ASSIGN(const Transported there,
                         transport->Push(x, {Direction::kForward}));
    ASSERT_OK_AND_ASSIGN(const Transported back,
                         transport->Push(there.x_nd, {Direction::kBackward}));
    EXPECT_LT(MaxError(back.x_nd, x), tolerance);
  }
}

TEST(OdeTransportTest, TakesAnyNumberOfPoints) {
  ThreadPool pool(2);
  const auto field = std::make_shared<FunctionField>(TanhVelocity);
  for (const OdeOptions& options :
       {OdeOptions(HeunOptions{4}), OdeOptions(Dopri5Options{})}) {
    ASSERT_OK_AND_ASSIGN(const auto transport,
                         OdeTransport::Create(field, options, &pool));
    for (const int64_t n : {0, 1, 127, 128, 129}) {
      const at::Tensor x = at::full({n, 1}, 0.5, at::kDouble);
      ASSERT_OK_AND_ASSIGN(const Transported out,
                           transport->Push(x, {Direction::kForward, {0.5, 1}}));
      EXPECT_EQ(out.x_nd.sizes(), at::IntArrayRef({n, 1}));
      EXPECT_EQ(out.path_energy_n.sizes(), at::IntArrayRef({n}));
      EXPECT_EQ(out.evaluations_n.sizes(), at::IntArrayRef({n}));
      EXPECT_EQ(out.trajectory_snd.sizes(), at::IntArrayRef({2, n, 1}));
      if (n == 0) continue;
      EXPECT_TRUE(out.x_nd.equal(out.x_nd.narrow(0, 0, 1).expand({n, 1})));
      EXPECT_TRUE(out.trajectory_snd[1].equal(out.x_nd));
    }
  }
  EXPECT_EQ(field->smallest_batch(), 128);
  EXPECT_EQ(field->largest_batch(), 128);
}

TEST(OdeTransportTest, WorksInFloat32) {
  ThreadPool pool(2);
  const at::Tensor x = at::linspace(-3, 3, 130, at::kFloat).unsqueeze(1);
  for (const OdeOptions& options :
       {OdeOptions(Rk4Options{20}), OdeOptions(Dopri5Options{})}) {
    ASSERT_OK_AND_ASSIGN(const auto transport,
                         Make(options, GaussianVelocity(1, 0.5), pool));
    ASSERT_OK_AND_ASSIGN(const Transported out,
                         transport->Push(x, {Direction::kForward, {0.5}}));
    EXPECT_EQ(out.x_nd.scalar_type(), at::kFloat);
    EXPECT_EQ(out.trajectory_snd.scalar_type(), at::kFloat);
    EXPECT_EQ(out.path_energy_n.scalar_type(), at::kDouble);
    EXPECT_LT(MaxError(out.x_nd, 1 + 0.5 * x), 2e-4);
  }
}

TEST(OdeTransportTest, TakesViewsAndGivesTensorsOffTheGraph) {
  ThreadPool pool(1);
  at::Tensor x = at::linspace(-0.9, 0.9, 60, at::kDouble).view({3, 20});
  x.requires_grad_(true);
  ASSERT_OK_AND_ASSIGN(const auto transport,
                       Make(HeunOptions{3}, TanhVelocity, pool));
  ASSERT_OK_AND_ASSIGN(const Transported view,
                       transport->Push(x.t(), {Direction::kForward}));
  ASSERT_OK_AND_ASSIGN(
      const Transported copy,
      transport->Push(x.t().contiguous(), {Direction::kForward}));
  EXPECT_TRUE(view.x_nd.equal(copy.x_nd));
  EXPECT_FALSE(view.x_nd.requires_grad());
}

TEST(OdeTransportTest, NamesTheFirstTilesPointThatFails) {
  ThreadPool pool(4);
  ASSERT_OK_AND_ASSIGN(
      const auto transport,
      Make(
          Dopri5Options{},
          [](const at::Tensor& x_bd, const at::Tensor&) { return x_bd * x_bd; },
          pool));
  at::Tensor x = at::zeros({600, 2}, at::kDouble);
  x[500] = 4;
  x[300] = 2;
  for (int repeat = 0; repeat < 10; ++repeat) {
    EXPECT_THAT(transport->Push(x, {Direction::kForward}),
                StatusIs(absl::StatusCode::kOutOfRange,
                         AllOf(HasSubstr("step underflow at t = 0.5"),
                               HasSubstr("point 300"))));
  }
}

TEST(OdeTransportDeathTest, RefusesTimesOnTheWayBackOrOutOfOrder) {
  ThreadPool pool(1);
  ASSERT_OK_AND_ASSIGN(const auto transport,
                       Make(EulerOptions{1}, MoveTwo, pool));
  const at::Tensor x = at::zeros({1, 1}, at::kDouble);
  EXPECT_DEATH((void)transport->Push(x, {Direction::kBackward, {0.5}}),
               "only forward");
  EXPECT_DEATH((void)transport->Push(x, {Direction::kForward, {0.5, 0.5}}),
               "increase within");
  EXPECT_DEATH((void)transport->Push(x, {Direction::kForward, {0.5, 1.5}}),
               "increase within");
  EXPECT_DEATH((void)transport->Push(x[0], {Direction::kForward}),
               "points are");
}

}  // namespace
}  // namespace flow::core
