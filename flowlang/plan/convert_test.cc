#include "flowlang/plan/convert.h"

#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"

// Every field has a value of its own, so that two of them cannot be mixed up.

namespace flow::lang {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

template <typename M>
M Parse(const std::string& text) {
  M message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message))
      << text;
  return message;
}

// The arm of type T of what `text`, a message M, becomes.
template <typename T, typename M>
T Arm(const std::string& text) {
  const auto options = ToOptions(Parse<M>(text));
  EXPECT_TRUE(std::holds_alternative<T>(options)) << text;
  return std::get<T>(options);
}

template <typename T>
T Law(const std::string& text, std::optional<int64_t> points = std::nullopt) {
  const auto options = ToOptions(Parse<Distribution>(text));
  EXPECT_EQ(options.points, points) << text;
  EXPECT_TRUE(std::holds_alternative<T>(options.law)) << text;
  return std::get<T>(options.law);
}

template <typename T>
T OptimizerOf(const std::string& text) {
  const auto options = ToOptions(
      Parse<Training>("optimizer { " + text + " } schedule { constant {} }"));
  EXPECT_TRUE(std::holds_alternative<T>(options.optimizer)) << text;
  return std::get<T>(options.optimizer);
}

template <typename T>
T ScheduleOf(const std::string& text) {
  const auto options = ToOptions(
      Parse<Training>("optimizer { adam {} } schedule { " + text + " }"));
  EXPECT_TRUE(std::holds_alternative<T>(options.schedule)) << text;
  return std::get<T>(options.schedule);
}

core::MlpOptions MlpOf(const std::string& text) {
  const auto options =
      ToOptions(Parse<Model>("mlp { hidden: [5, 4] " + text + " }"), 7);
  return std::get<core::MlpOptions>(options);
}

TEST(ConvertDistributionTest, Gaussians) {
  const auto g = Law<datasets::GaussianOptions>(
      "gaussian { dim: 2 mean: [3, 4] std: 5 points: 6 }", 6);
  EXPECT_EQ(g.dim, 2);
  EXPECT_THAT(g.mean, ElementsAre(3, 4));
  EXPECT_EQ(g.std, 5);
  const auto mixture = Law<datasets::GaussianMixtureOptions>(
      "gaussian_mixture { component { weight: 1 mean: [2, 3] std: 4 } "
      "component { weight: 5 mean: 6 std: 7 } points: 8 }",
      8);
  ASSERT_EQ(mixture.components.size(), 2u);
  EXPECT_EQ(mixture.components[0].weight, 1);
  EXPECT_THAT(mixture.components[0].mean, ElementsAre(2, 3));
  EXPECT_EQ(mixture.components[0].std, 4);
  EXPECT_EQ(mixture.components[1].weight, 5);
  const auto eight = Law<datasets::EightGaussiansOptions>(
      "eight_gaussians { radius: 2 std: 3 points: 4 }", 4);
  EXPECT_EQ(eight.radius, 2);
  EXPECT_EQ(eight.std, 3);
}

template <typename T>
void ExpectCurve(const std::string& name) {
  const T curve =
      Law<T>(name + " { noise: 2 scale: 3 shift: [4, 5] points: 6 }", 6);
  EXPECT_EQ(curve.noise, 2);
  EXPECT_EQ(curve.scale, 3);
  EXPECT_THAT(curve.shift, ElementsAre(4, 5));
  EXPECT_THAT(Law<T>(name + " {}").shift, ElementsAre(0, 0));
}

TEST(ConvertDistributionTest, CurvesAndCells) {
  ExpectCurve<datasets::TwoMoonsOptions>("two_moons");
  ExpectCurve<datasets::SCurveOptions>("s_curve");
  ExpectCurve<datasets::SwissRollOptions>("swiss_roll");
  ExpectCurve<datasets::CirclesOptions>("circles");
  EXPECT_EQ(Law<datasets::CirclesOptions>("circles { factor: 0.25 }").factor,
            0.25);
  EXPECT_EQ(
      Law<datasets::CheckerboardOptions>("checkerboard { scale: 3 }").scale, 3);
}

TEST(ConvertDistributionTest, Files) {
  const auto labelled = Law<datasets::ArrayFileOptions>(
      "array_file { path: 'a.csv' label_column: 'class' }");
  EXPECT_EQ(labelled.path, "a.csv");
  EXPECT_EQ(labelled.label_column, "class");
  EXPECT_EQ(
      Law<datasets::ArrayFileOptions>("array_file { path: 'a' }").label_column,
      std::nullopt);
  Law<datasets::DigitsOptions>("digits {}");
}

TEST(ConvertSamplerTest, StepsAndTolerances) {
  EXPECT_EQ((Arm<core::EulerOptions, Sampler>("euler { steps: 2 }").steps), 2);
  EXPECT_EQ(
      (Arm<core::MidpointOptions, Sampler>("midpoint { steps: 3 }").steps), 3);
  EXPECT_EQ((Arm<core::HeunOptions, Sampler>("heun { steps: 4 }").steps), 4);
  EXPECT_EQ((Arm<core::Rk4Options, Sampler>("rk4 { steps: 5 }").steps), 5);
  const auto adaptive = Arm<core::Dopri5Options, Sampler>(
      "dopri5 { rtol: 0.1 atol: 0.2 max_steps: 3 }");
  EXPECT_EQ(adaptive.rtol, 0.1);
  EXPECT_EQ(adaptive.atol, 0.2);
  EXPECT_EQ(adaptive.max_steps, 3);
}

// A metric that became another one would still make a number.
TEST(ConvertMetricTest, EveryMetricKeepsItsName) {
  for (const std::string name :
       {"w2", "w1", "sliced_w2", "mmd", "energy_distance", "path_energy", "npe",
        "signed_npe", "straightness", "nfe"}) {
    const core::MetricOptions options = ToOptions(Parse<Metric>(name + " {}"));
    EXPECT_EQ(std::string(core::MetricName(options)), name);
  }
}

TEST(ConvertMetricTest, SettingsOfMetrics) {
  EXPECT_EQ((Arm<core::SlicedW2Options, Metric>("sliced_w2 { projections: 7 }")
                 .projections),
            7);
  EXPECT_THAT(
      (Arm<core::MmdOptions, Metric>("mmd { bandwidth: [2, 3] }").bandwidths),
      ElementsAre(2, 3));
  EXPECT_THAT((Arm<core::MmdOptions, Metric>("mmd {}").bandwidths), IsEmpty());
}

TEST(ConvertModelTest, PathsAndCouplings) {
  EXPECT_EQ(
      (Arm<core::LinearPathOptions, ProbabilityPath>("linear { sigma: 0.25 }")
           .sigma),
      0.25);
  Arm<core::IndependentOptions, Coupling>("independent {}");
  for (const auto& [text, pairing] :
       {std::pair("", core::Pairing::kPermutation),
        std::pair("pairing: PERMUTATION", core::Pairing::kPermutation),
        std::pair("pairing: RESAMPLE", core::Pairing::kResample)}) {
    const std::string coupling =
        std::string("minibatch_ot { exact {} ") + text + " }";
    EXPECT_EQ((Arm<core::MinibatchOtOptions, Coupling>(coupling).pairing),
              pairing)
        << coupling;
  }
}

TEST(ConvertModelTest, Networks) {
  EXPECT_EQ(MlpOf("").dim, 7);
  EXPECT_THAT(MlpOf("").hidden, ElementsAre(5, 4));
  EXPECT_TRUE(std::holds_alternative<core::ConcatenatedTimeOptions>(
      MlpOf("time_embedding { concatenated {} }").time_embedding));
  EXPECT_EQ(
      std::get<core::SinusoidalTimeOptions>(
          MlpOf("time_embedding { sinusoidal { dim: 6 } }").time_embedding)
          .dim,
      6);
  for (const auto& [name, activation] :
       {std::pair("SILU", core::Activation::kSilu),
        std::pair("SELU", core::Activation::kSelu),
        std::pair("RELU", core::Activation::kRelu),
        std::pair("TANH", core::Activation::kTanh),
        std::pair("GELU", core::Activation::kGelu)}) {
    EXPECT_EQ(MlpOf(std::string("activation: ") + name).activation, activation)
        << name;
  }
}

TEST(ConvertTrainingTest, Optimizers) {
  const auto adam = OptimizerOf<core::AdamOptions>(
      "adam { learning_rate: 0.1 beta1: 0.2 beta2: 0.3 epsilon: 0.4 }");
  EXPECT_EQ(adam.learning_rate, 0.1);
  EXPECT_EQ(adam.beta1, 0.2);
  EXPECT_EQ(adam.beta2, 0.3);
  EXPECT_EQ(adam.epsilon, 0.4);
  const auto adamw = OptimizerOf<core::AdamWOptions>(
      "adamw { learning_rate: 0.1 beta1: 0.2 beta2: 0.3 epsilon: 0.4 "
      "weight_decay: 0.5 }");
  EXPECT_EQ(adamw.learning_rate, 0.1);
  EXPECT_EQ(adamw.beta1, 0.2);
  EXPECT_EQ(adamw.beta2, 0.3);
  EXPECT_EQ(adamw.epsilon, 0.4);
  EXPECT_EQ(adamw.weight_decay, 0.5);
  const auto sgd = OptimizerOf<core::SgdOptions>(
      "sgd { learning_rate: 0.1 momentum: 0.2 weight_decay: 0.3 "
      "nesterov: true }");
  EXPECT_EQ(sgd.learning_rate, 0.1);
  EXPECT_EQ(sgd.momentum, 0.2);
  EXPECT_EQ(sgd.weight_decay, 0.3);
  EXPECT_TRUE(sgd.nesterov);
}

TEST(ConvertTrainingTest, Schedules) {
  EXPECT_EQ(ScheduleOf<core::ConstantScheduleOptions>("constant { warmup: 2 }")
                .warmup,
            2);
  const auto cosine = ScheduleOf<core::WarmupCosineOptions>(
      "warmup_cosine { warmup: 2 final: 0.25 }");
  EXPECT_EQ(cosine.warmup, 2);
  EXPECT_EQ(cosine.final, 0.25);
  const auto step =
      ScheduleOf<core::StepScheduleOptions>("step { every: 2 factor: 0.25 }");
  EXPECT_EQ(step.every, 2);
  EXPECT_EQ(step.factor, 0.25);
}

TEST(ConvertTrainingTest, TheLoop) {
  constexpr char kParts[] = "optimizer { adam {} } schedule { constant {} } ";
  const core::TrainOptions all = ToOptions(Parse<Training>(
      std::string(kParts) +
      "steps: 1 batch: 2 checkpoint_every: 3 log_every: 4 ema { decay: 0.5 } "
      "max_gradient_norm: 6"));
  EXPECT_EQ(all.steps, 1);
  EXPECT_EQ(all.batch, 2);
  EXPECT_EQ(all.checkpoint_every, 3);
  EXPECT_EQ(all.log_every, 4);
  EXPECT_EQ(all.ema_decay, 0.5);
  EXPECT_EQ(all.max_gradient_norm, 6);
  const core::TrainOptions least = ToOptions(Parse<Training>(kParts));
  EXPECT_EQ(least.ema_decay, std::nullopt);
  EXPECT_EQ(least.max_gradient_norm, std::nullopt);
}

}  // namespace
}  // namespace flow::lang
