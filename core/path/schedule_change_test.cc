#include "core/path/schedule_change.h"

#include <memory>
#include <utility>
#include <vector>

#include "ATen/TensorOperators.h"
#include "ATen/ops/allclose.h"
#include "ATen/ops/full.h"
#include "ATen/ops/linspace.h"
#include "core/ode/autograd_divergence.h"
#include "core/ode/velocity_field_testing.h"
#include "core/path/mixture_marginal.h"
#include "core/path/path_testing.h"
#include "core/path/signal_and_noise.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

const std::vector<GaussianComponent> kSource = {{.mean = {0}, .std = 1}};
const std::vector<GaussianComponent> kTarget = {
    {.weight = 1, .mean = {-2}, .std = 0.5},
    {.weight = 3, .mean = {1.5}, .std = 0.25}};

std::shared_ptr<AutogradField> Oracle(const PathOptions& path) {
  return std::make_shared<AutogradField>(
      std::make_shared<MixtureMarginal>(kSource, kTarget, path));
}

std::vector<NamedPath> Rising() {
  std::vector<NamedPath> paths;
  for (const NamedPath& path : EveryPath()) {
    if (HasRisingRatio(path.options)) paths.push_back(path);
  }
  return paths;
}

// Between any two: the marginal velocity of A becomes that of B, wherever A is
// as noisy as B at some time.
TEST(ScheduleChangeTest, TurnsOneOracleIntoAnother) {
  const at::Tensor x = at::linspace(-3, 3, 31, at::kDouble).unsqueeze(1);
  int64_t compared = 0;
  for (const NamedPath& from : Rising()) {
    const SignalAndNoise first = SignalAndNoiseAt(from.options, 0);
    const SignalAndNoise last = SignalAndNoiseAt(from.options, 1);
    for (const NamedPath& to : Rising()) {
      const ScheduleChange changed(Oracle(from.options), from.options,
                                   to.options);
      for (const double time : {0.2, 0.5, 0.8}) {
        const SignalAndNoise at = SignalAndNoiseAt(to.options, time);
        const double ratio = at.signal / at.noise;
        if (ratio < first.signal / first.noise) continue;
        if (ratio > last.signal / last.noise) continue;
        const at::Tensor t = at::full({31}, time, at::kDouble);
        EXPECT_TRUE(at::allclose(changed.Velocity(x, t),
                                 Oracle(to.options)->Velocity(x, t), 1e-6,
                                 1e-6))
            << from.name << " as " << to.name << " at " << time;
        ++compared;
      }
    }
  }
  EXPECT_GT(compared, 500);
}

TEST(ScheduleChangeTest, APathAlongItselfIsItself) {
  const at::Tensor x = at::linspace(-3, 3, 31, at::kDouble).unsqueeze(1);
  const at::Tensor t = at::linspace(0.01, 0.99, 31, at::kDouble);
  for (const auto& [name, path] : Rising()) {
    const ScheduleChange same(Oracle(path), path, path);
    EXPECT_TRUE(at::allclose(same.Velocity(x, t), Oracle(path)->Velocity(x, t),
                             1e-7, 1e-7))
        << name;
  }
}

// At one time no tensor is asked, not even one without numbers.
TEST(ScheduleChangeTest, OfOneTimeIsThatOfAllRows) {
  const at::Tensor x = at::linspace(-3, 3, 31, at::kDouble).unsqueeze(1);
  const PathOptions line = LinearPathOptions{};
  for (const NamedPath& to : Rising()) {
    const ScheduleChange changed(Oracle(line), line, to.options);
    for (const double time : {0.1, 0.5, 0.9}) {
      const at::Tensor t = at::full({31}, time, at::kDouble);
      EXPECT_TRUE(at::allclose(changed.VelocityAt(x, time),
                               changed.Velocity(x, t), 1e-12, 1e-12))
          << to.name;
    }
    const ScheduleChange of_any(
        std::make_shared<AutogradField>(std::make_shared<Ones>()), line,
        to.options);
    EXPECT_EQ(of_any.VelocityAt(x.to(at::kMeta), 0.4).sizes(), x.sizes());
  }
}

// What autograd says of the velocity.
TEST(ScheduleChangeTest, KnowsItsDivergence) {
  const at::Tensor x = at::linspace(-3, 3, 31, at::kDouble).unsqueeze(1);
  const at::Tensor t = at::linspace(0.1, 0.9, 31, at::kDouble);
  const PathOptions line = LinearPathOptions{};
  const PathOptions circle = TrigonometricPathOptions{};
  const ScheduleChange changed(Oracle(line), line, circle);
  const auto got = changed.VelocityAndDivergence(x, t, at::Tensor());
  EXPECT_TRUE(got.velocity_bd.equal(changed.Velocity(x, t)));
  EXPECT_TRUE(
      at::allclose(got.divergence_b,
                   AutogradDivergence(changed, x, t, at::Tensor()).divergence_b,
                   1e-10, 1e-10));
}

// Heun's method with n steps.
at::Tensor Follow(const VelocityField& field, at::Tensor x, int64_t steps) {
  const double h = 1.0 / steps;
  const auto velocity = [&](const at::Tensor& at_x, double t) {
    return field.Velocity(at_x, at::full({at_x.size(0)}, t, at::kDouble));
  };
  for (int64_t i = 0; i < steps; ++i) {
    const at::Tensor first = velocity(x, i * h);
    const at::Tensor second = velocity(x + h * first, (i + 1) * h);
    x = x + h / 2 * (first + second);
  }
  return x;
}

// Both flows begin and end at the same laws, and where points differ in scale
// alone on the way, they end at the same points. 400 steps of second order on
// fields that bend within 0.05 leave (1/20)^2, of a spread of 2; observed 3e-4.
TEST(ScheduleChangeTest, BothWaysEndAtTheSamePoints) {
  const at::Tensor x0 = at::linspace(-2, 2, 21, at::kDouble).unsqueeze(1);
  const PathOptions line = LinearPathOptions{};
  const PathOptions circle = TrigonometricPathOptions{};
  const ScheduleChange changed(Oracle(line), line, circle);
  const at::Tensor there = Follow(*Oracle(line), x0, 400);
  EXPECT_TRUE(at::allclose(Follow(changed, x0, 400), there, 0, 5e-3));
  // and this is a flow that moves
  EXPECT_GT((there - x0).abs().max().item<double>(), 0.1);
}

}  // namespace
}  // namespace flow::core
