#include "core/path/conversion.h"

#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include "ATen/TensorOperators.h"
#include "ATen/ops/allclose.h"
#include "ATen/ops/full.h"
#include "ATen/ops/hypot.h"
#include "ATen/ops/linspace.h"
#include "core/ode/autograd_divergence.h"
#include "core/ode/velocity_field_testing.h"
#include "core/path/mixture_marginal.h"
#include "core/path/path_testing.h"
#include "core/path/prediction_field.h"
#include "core/path/signal_and_noise.h"
#include "core/tensor/random_tensor.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

constexpr Prediction kKinds[] = {Prediction::kVelocity, Prediction::kData,
                                 Prediction::kNoise, Prediction::kScore};
const std::vector<GaussianComponent> kSource = {{.mean = {0}, .std = 1}};
const std::vector<GaussianComponent> kTarget = {
    {.weight = 1, .mean = {-2}, .std = 0.5},
    {.weight = 3, .mean = {1.5}, .std = 0.25}};

std::vector<NamedPath> Convertible() {
  std::vector<NamedPath> paths;
  for (const NamedPath& path : EveryPath()) {
    if (HasRisingRatio(path.options)) paths.push_back(path);
  }
  return paths;
}

// What a flow from a standard Gaussian source predicts, exactly. Noise is that
// of a x0 + c z as one.
class Truth {
 public:
  Truth(const PathOptions& path, at::Tensor x_bd, at::Tensor t_b)
      : field_(kSource, kTarget, path), x_bd_(x_bd), t_b_(t_b) {
    const PathColumns c = PathColumnsAt(path, t_b);
    const auto means = field_.PosteriorMeans(x_bd, t_b);
    noise_bd_ = (c.source_b1 * means.source_bd + c.noise_b1 * means.noise_bd) /
                at::hypot(c.source_b1, c.noise_b1);
    data_bd_ = means.target_bd;
  }

  at::Tensor Of(Prediction kind) const {
    switch (kind) {
      case Prediction::kVelocity:
      case Prediction::kVelocityAndScore:
        return field_.Velocity(x_bd_, t_b_);
      case Prediction::kData:
        return data_bd_;
      case Prediction::kNoise:
        return noise_bd_;
      case Prediction::kScore:
        break;
    }
    return field_.Score(x_bd_, t_b_);
  }

 private:
  MixtureMarginal field_;
  at::Tensor x_bd_, t_b_, noise_bd_, data_bd_;
};

// Every quantity from every other, for a law whose quantities are known.
// Rounding is blown up by 1 / w and 1 / alpha, up to 1e4 on these paths; at the
// times alpha and sigma are above kLeastDivisor.
TEST(ConversionTest, AllTwelveAgreeWithTheOracle) {
  const at::Tensor x = at::linspace(-3, 3, 61, at::kDouble).unsqueeze(1);
  ASSERT_GE(Convertible().size(), 15u);
  for (const auto& [name, path] : Convertible()) {
    for (const double time : {0.1, 0.5, 0.9}) {
      const at::Tensor t = at::full({61}, time, at::kDouble);
      const Truth truth(path, x, t);
      const SignalAndNoiseColumns at = SignalAndNoiseColumnsAt(path, t);
      for (const Prediction from : kKinds) {
        for (const Prediction to : kKinds) {
          EXPECT_TRUE(at::allclose(Convert(from, truth.Of(from), to, x, at),
                                   truth.Of(to), 1e-9, 1e-9))
              << name << " at " << time << " from " << static_cast<int>(from)
              << " to " << static_cast<int>(to);
        }
      }
    }
  }
}

// Also for numbers that no law predicts: conversions are linear maps that
// commute.
TEST(ConversionTest, ADetourChangesNothing) {
  const at::Tensor x = NormalTensor(1, 20, 2).to(at::kDouble);
  const at::Tensor value = NormalTensor(2, 20, 2).to(at::kDouble);
  const at::Tensor t = UniformTensor(3, 20).to(at::kDouble) * 0.8 + 0.1;
  const SignalAndNoiseColumns at = SignalAndNoiseColumnsAt(VpPathOptions{}, t);
  for (const Prediction from : kKinds) {
    for (const Prediction over : kKinds) {
      for (const Prediction to : kKinds) {
        const at::Tensor direct = Convert(from, value, to, x, at);
        const at::Tensor detour =
            Convert(over, Convert(from, value, over, x, at), to, x, at);
        EXPECT_TRUE(at::allclose(direct, detour, 1e-8, 1e-8));
      }
    }
  }
}

// On the quarter circle u = (pi / 2) (a d - b n): pi / 2 times what diffusion
// models call v, up to its sign.
TEST(ConversionTest, OnTheQuarterCircle) {
  const at::Tensor t = at::full({1}, 0.3, at::kDouble);
  const SignalAndNoiseColumns at =
      SignalAndNoiseColumnsAt(TrigonometricPathOptions{}, t);
  const double half_pi = std::acos(0.0);
  const double a = std::cos(half_pi * 0.3), b = std::sin(half_pi * 0.3);
  const PosteriorMeans means = {at::full({1, 1}, 2.0, at::kDouble),
                                at::full({1, 1}, -0.5, at::kDouble)};
  EXPECT_NEAR(ValueOf(Prediction::kVelocity, means, at).item<double>(),
              half_pi * (a * 2.0 + b * 0.5), 1e-14);
  EXPECT_NEAR(ValueOf(Prediction::kScore, means, at).item<double>(), 0.5 / a,
              1e-14);
}

// A field that knows the data, or the noise, or the score, is the same flow.
class Predicted : public VelocityField {
 public:
  Predicted(Prediction kind, PathOptions path) : kind_(kind), path_(path) {}
  at::Tensor Velocity(const at::Tensor& x_bd,
                      const at::Tensor& t_b) const override {
    return Truth(path_, x_bd, t_b).Of(kind_);
  }

 private:
  Prediction kind_;
  PathOptions path_;
};

std::shared_ptr<const DivergenceField> Differentiable(
    std::shared_ptr<const VelocityField> field) {
  return std::make_shared<AutogradField>(std::move(field));
}

TEST(PredictionFieldTest, IsTheVelocityWhateverIsPredicted) {
  const at::Tensor x = at::linspace(-3, 3, 61, at::kDouble).unsqueeze(1);
  const at::Tensor t = at::full({61}, 0.4, at::kDouble);
  for (const auto& [name, path] : Convertible()) {
    const at::Tensor velocity = Truth(path, x, t).Of(Prediction::kVelocity);
    for (const Prediction kind : kKinds) {
      const PredictionField field(
          Differentiable(std::make_shared<Predicted>(kind, path)), kind, path);
      EXPECT_TRUE(at::allclose(field.Velocity(x, t), velocity, 1e-9, 1e-9))
          << name;
      const auto got = field.VelocityAndDivergence(x, t, at::Tensor());
      EXPECT_TRUE(got.velocity_bd.equal(field.Velocity(x, t)));
      EXPECT_TRUE(at::allclose(
          got.divergence_b,
          AutogradDivergence(field, x, t, at::Tensor()).divergence_b, 1e-9,
          1e-9))
          << name;
    }
  }
}

// At one time no tensor is asked, not even one without numbers.
TEST(PredictionFieldTest, OfOneTimeIsThatOfAllRows) {
  const at::Tensor x = at::linspace(-3, 3, 61, at::kDouble).unsqueeze(1);
  for (const auto& [name, path] : Convertible()) {
    for (const Prediction kind : kKinds) {
      const PredictionField field(
          Differentiable(std::make_shared<Predicted>(kind, path)), kind, path);
      for (const double time : {0.1, 0.4, 0.9}) {
        const at::Tensor t = at::full({61}, time, at::kDouble);
        EXPECT_TRUE(field.VelocityAt(x, time).equal(field.Velocity(x, t)))
            << name;
      }
      const PredictionField of_any(Differentiable(std::make_shared<Ones>()),
                                   kind, path);
      EXPECT_EQ(of_any.VelocityAt(x.to(at::kMeta), 0.4).sizes(), x.sizes());
    }
  }
}

// A network may say anything anywhere.
TEST(PredictionFieldTest, IsFiniteAtTheEnds) {
  const at::Tensor x = at::linspace(-3, 3, 61).unsqueeze(1);
  for (const auto& [name, path] : Convertible()) {
    for (const Prediction kind : kKinds) {
      const PredictionField field(Differentiable(std::make_shared<Ones>()),
                                  kind, path);
      for (const double time : {0.0, 1.0}) {
        const at::Tensor t = at::full({61}, time, at::kFloat);
        EXPECT_TRUE(field.Velocity(x, t).isfinite().all().item<bool>())
            << name << " at " << time << ", " << static_cast<int>(kind);
      }
    }
  }
}

}  // namespace
}  // namespace flow::core
