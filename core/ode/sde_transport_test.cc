#include "core/ode/sde_transport.h"

#include <cmath>
#include <memory>
#include <vector>

#include "ATen/TensorOperators.h"
#include "ATen/ops/concat.h"
#include "ATen/ops/zeros.h"
#include "core/base/status_testing.h"
#include "core/ode/velocity_field_testing.h"
#include "core/tensor/random_tensor.h"

namespace flow::core {
namespace {

using testing::HasSubstr;

constexpr absl::StatusCode kInvalid = absl::StatusCode::kInvalidArgument;
constexpr double kMean = 1.5, kStd = 0.6;

absl::StatusOr<std::unique_ptr<SdeTransport>> Make(SdeOptions options,
                                                   ThreadPool& pool) {
  return SdeTransport::Create(
      std::make_shared<FunctionField>(GaussianVelocity(kMean, kStd)), options,
      [](double t) {
        return GaussianMix{t, 1, 1 - t, -1};
      },
      &pool);
}

std::vector<SdeOptions> Options(int64_t steps) {
  std::vector<SdeOptions> options;
  for (const Diffusion diffusion :
       {Diffusion::kPath, Diffusion::kConstant, Diffusion::kSigma,
        Diffusion::kLinear, Diffusion::kDecreasing}) {
    options.push_back(EulerMaruyamaOptions{{steps, diffusion, 1}});
    options.push_back(StochasticHeunOptions{{steps, diffusion, 1}});
  }
  return options;
}

// E int |v|^2 dt of the flow from N(0, 1) to N(1.5, 0.6^2), by the midpoint
// rule: with rate r and variance V of x_t it is m^2 + r^2 V at t.
double ExactEnergy() {
  double energy = 0;
  for (int k = 0; k < 1000; ++k) {
    const double t = (k + 0.5) / 1000, s = 1 - t;
    const double variance = s * s + t * t * kStd * kStd;
    const double rate = (t * kStd * kStd - s) / variance;
    energy += (kMean * kMean + rate * rate * variance) / 1000;
  }
  return energy;
}

// n = 2 x 20000 values: the mean has the standard error s / sqrt(n), the
// variance s^2 sqrt(2 / n). Six of them and the bias of 64 steps, which is
// below 0.02: a false alarm in 1e8 runs.
TEST(SdeTransportTest, ReachesTheLawOfTheFlow) {
  ThreadPool pool(2);
  const at::Tensor x = NormalTensor(1, 20000, 2).to(at::kDouble);
  const double n = 40000;
  for (const SdeOptions& options : Options(64)) {
    ASSERT_OK_AND_ASSIGN(const auto transport, Make(options, pool));
    ASSERT_OK_AND_ASSIGN(
        const Transported out,
        transport->Push(x, {Direction::kForward, {}, /*seed=*/7}));
    const double variance = kStd * kStd;
    EXPECT_NEAR(out.x_nd.mean().item<double>(), kMean,
                6 * kStd / std::sqrt(n) + 0.02);
    EXPECT_NEAR(out.x_nd.var().item<double>(), variance,
                6 * variance * std::sqrt(2 / n) + 0.02);
    // and the noise is there: a point forgets where it started
    const at::Tensor flow = kMean + kStd * x;
    EXPECT_GT(out.x_nd.sub(flow).std().item<double>(), 0.1);
    const at::Tensor energy = out.path_energy_n;  // of two coordinates
    const double error = energy.std().item<double>() / std::sqrt(n / 2);
    EXPECT_NEAR(energy.mean().item<double>() / 2, ExactEnergy(),
                6 * error + 0.05);
  }
}

TEST(SdeTransportTest, APointsPathIsItsOwn) {
  ThreadPool one(1), four(4);
  const at::Tensor x = NormalTensor(2, 300, 3);
  const Journey way = {Direction::kForward, {0.3, 1}, /*seed=*/5};
  for (const SdeOptions& options : Options(10)) {
    ASSERT_OK_AND_ASSIGN(const auto alone, Make(options, one));
    ASSERT_OK_AND_ASSIGN(const auto shared, Make(options, four));
    ASSERT_OK_AND_ASSIGN(const Transported all, alone->Push(x, way));
    ASSERT_OK_AND_ASSIGN(const Transported threads, shared->Push(x, way));
    EXPECT_TRUE(all.x_nd.equal(threads.x_nd));
    EXPECT_TRUE(all.trajectory_snd.equal(threads.trajectory_snd));
    // whoever comes after it, and whoever stands before it
    ASSERT_OK_AND_ASSIGN(const Transported first,
                         alone->Push(x.narrow(0, 0, 131), way));
    EXPECT_TRUE(first.x_nd.equal(all.x_nd.narrow(0, 0, 131)));
    const at::Tensor others =
        at::concat({at::zeros({200, 3}, at::kFloat), x.narrow(0, 200, 100)});
    ASSERT_OK_AND_ASSIGN(const Transported last, alone->Push(others, way));
    EXPECT_TRUE(
        last.x_nd.narrow(0, 200, 100).equal(all.x_nd.narrow(0, 200, 100)));
    ASSERT_OK_AND_ASSIGN(const Transported other,
                         alone->Push(x, {Direction::kForward, {}, 6}));
    EXPECT_FALSE(other.x_nd.equal(all.x_nd));
  }
}

TEST(SdeTransportTest, RefusesWhatHasNoMeaning) {
  ThreadPool pool(1);
  EXPECT_THAT(Make(EulerMaruyamaOptions{{.steps = 0}}, pool),
              StatusIs(kInvalid, "'steps' must be >= 1; got 0"));
  EXPECT_THAT(Make(StochasticHeunOptions{{.scale = -1}}, pool),
              StatusIs(kInvalid, HasSubstr("'scale'")));
  ASSERT_OK_AND_ASSIGN(const auto transport,
                       Make(EulerMaruyamaOptions{}, pool));
  EXPECT_THAT(transport->Push(at::zeros({1, 1}), {Direction::kBackward}),
              StatusIs(kInvalid, HasSubstr("from the source to the target")));
}

}  // namespace
}  // namespace flow::core
