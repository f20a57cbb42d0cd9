#include "flowlang/plan/convert.h"

#include <cmath>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "flowlang/schema/metric_name.h"
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

// What a training has beside optimizer and schedule.
const std::string kTimes = "time_law { uniform {} } weight { constant {} } ";

template <typename T>
T OptimizerOf(const std::string& text) {
  const auto options = ToOptions(Parse<Training>(
      "optimizer { " + text + " } schedule { constant {} } " + kTimes));
  EXPECT_TRUE(std::holds_alternative<T>(options.optimizer)) << text;
  return std::get<T>(options.optimizer);
}

template <typename T>
T ScheduleOf(const std::string& text) {
  const auto options = ToOptions(Parse<Training>(
      "optimizer { adam {} } schedule { " + text + " } " + kTimes));
  EXPECT_TRUE(std::holds_alternative<T>(options.schedule)) << text;
  return std::get<T>(options.schedule);
}

core::MlpOptions MlpOf(const std::string& text) {
  const auto options =
      ToOptions(Parse<Model>("mlp { hidden: [5, 4] " + text + " }"), 7, {});
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
  const auto student = Law<datasets::StudentTOptions>(
      "student_t { dim: 2 degrees: 3 scale: 4 points: 5 }", 5);
  EXPECT_EQ(student.dim, 2);
  EXPECT_EQ(student.degrees, 3);
  EXPECT_EQ(student.scale, 4);
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
  const auto moons =
      Law<datasets::NotebookMoonsOptions>("notebook_moons { noise: 2 }");
  EXPECT_EQ(moons.noise, 2);
  EXPECT_EQ(moons.scale, 3);
  EXPECT_THAT(moons.shift, ElementsAre(-1, -1));
  EXPECT_THAT(
      Law<datasets::NotebookMoonsOptions>("notebook_moons { shift: [0, 1] }")
          .shift,
      ElementsAre(0, 1));
  EXPECT_EQ(Law<datasets::CirclesOptions>("circles { factor: 0.25 }").factor,
            0.25);
  EXPECT_EQ(
      Law<datasets::CheckerboardOptions>("checkerboard { scale: 3 }").scale, 3);
}

TEST(ConvertDistributionTest, Pictures) {
  using Options = datasets::ImageDensityOptions;
  const auto tree = Law<Options>("image_density { builtin: TREE extent: 2 }");
  EXPECT_EQ(std::get<Options::Builtin>(tree.picture), Options::Builtin::kTree);
  EXPECT_EQ(tree.extent, 2);
  const auto rose = Law<Options>("image_density { builtin: ROSE }");
  EXPECT_EQ(std::get<Options::Builtin>(rose.picture), Options::Builtin::kRose);
  EXPECT_EQ(rose.extent, 4);
  const auto file = Law<Options>("image_density { file: 'a.png' }");
  EXPECT_EQ(std::get<std::string>(file.picture), "a.png");
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

TEST(ConvertDistributionTest, Images) {
  using Options = datasets::ImagesOptions;
  const Options left_out{.folder = "a", .channels = 1, .size = 8};
  EXPECT_EQ(Law<Options>("images { folder: 'a' channels: 1 size: 8 }"),
            left_out);
  const Options all{.folder = "b",
                    .format = Options::Format::kCifar10,
                    .channels = 3,
                    .size = 32,
                    .flip = true};
  EXPECT_EQ(Law<Options>("images { folder: 'b' format: CIFAR10 channels: 3 "
                         "size: 32 flip: true }"),
            all);
  EXPECT_EQ(
      Law<Options>("images { folder: 'a' format: IDX channels: 1 size: 28 }")
          .format,
      Options::Format::kIdx);
}

template <typename T>
T Ode(const std::string& text) {
  const auto ode = Arm<core::OdeOptions, Sampler>(text);
  EXPECT_TRUE(std::holds_alternative<T>(ode)) << text;
  return std::get<T>(ode);
}

template <typename T>
T Sde(const std::string& text) {
  const auto sde = Arm<core::SdeOptions, Sampler>(text);
  EXPECT_TRUE(std::holds_alternative<T>(sde)) << text;
  return std::get<T>(sde);
}

TEST(ConvertSamplerTest, FixedSteps) {
  EXPECT_EQ(Ode<core::EulerOptions>("euler { steps: 2 }").steps, 2);
  EXPECT_EQ(Ode<core::MidpointOptions>("midpoint { steps: 3 }").steps, 3);
  EXPECT_EQ(Ode<core::HeunOptions>("heun { steps: 4 }").steps, 4);
  EXPECT_EQ(Ode<core::Rk4Options>("rk4 { steps: 5 }").steps, 5);
  EXPECT_EQ(
      Ode<core::Rk4ThreeEighthsOptions>("rk4_three_eighths { steps: 6 }").steps,
      6);
  const auto edm = Ode<core::EdmHeunOptions>(
      "edm_heun { steps: 2 rho: 3 sigma_min: 4 sigma_max: 5 }");
  EXPECT_EQ(edm.steps, 2);
  EXPECT_EQ(edm.rho, 3);
  EXPECT_EQ(edm.sigma_min, 4);
  EXPECT_EQ(edm.sigma_max, 5);
}

// x + v(x, 0), whatever else the method has.
TEST(ConvertSamplerTest, ADistilledMapIsOneStep) {
  EXPECT_EQ(Ode<core::EulerOptions>("distilled {}").steps, 1);
}

template <typename T>
void ExpectAdaptive(const std::string& name) {
  const T steps = Ode<T>(name + " { rtol: 0.1 atol: 0.2 max_steps: 3 }");
  EXPECT_EQ(steps.rtol, 0.1);
  EXPECT_EQ(steps.atol, 0.2);
  EXPECT_EQ(steps.max_steps, 3);
}

TEST(ConvertSamplerTest, AdaptiveSteps) {
  ExpectAdaptive<core::Bosh3Options>("bosh3");
  ExpectAdaptive<core::Dopri5Options>("dopri5");
  ExpectAdaptive<core::Tsit5Options>("tsit5");
  ExpectAdaptive<core::Dopri8Options>("dopri8");
}

TEST(ConvertSamplerTest, StochasticSteps) {
  const auto heun = Sde<core::StochasticHeunOptions>(
      "stochastic_heun { steps: 2 diffusion: SIGMA scale: 3 }");
  EXPECT_EQ(heun.steps, 2);
  EXPECT_EQ(heun.diffusion, core::Diffusion::kSigma);
  EXPECT_EQ(heun.scale, 3);
  for (const auto& [name, diffusion] :
       {std::pair("PATH", core::Diffusion::kPath),
        std::pair("CONSTANT", core::Diffusion::kConstant),
        std::pair("LINEAR", core::Diffusion::kLinear),
        std::pair("DECREASING", core::Diffusion::kDecreasing)}) {
    const auto sde = Sde<core::EulerMaruyamaOptions>(
        std::string("euler_maruyama { diffusion: ") + name + " }");
    EXPECT_EQ(sde.diffusion, diffusion) << name;
  }
}

// A metric that became another one would still make a number.
TEST(ConvertMetricTest, EveryMetricKeepsItsName) {
  for (const std::string name : {"w2",
                                 "w1",
                                 "sliced_w2",
                                 "mmd",
                                 "energy_distance",
                                 "path_energy",
                                 "npe",
                                 "signed_npe",
                                 "straightness",
                                 "nfe",
                                 "nll",
                                 "bits_per_dim",
                                 "kid",
                                 "precision",
                                 "recall",
                                 "velocity_error",
                                 "transport_cost",
                                 "marginal_error",
                                 "round_trip_error",
                                 "curvature",
                                 "fid",
                                 "fid_infinity",
                                 "inception_score"}) {
    const core::MetricOptions options = ToOptions(Parse<Metric>(name + " {}"));
    EXPECT_EQ(std::string(core::MetricName(options)), name);
  }
}

TEST(ConvertMetricTest, NamesAreThoseOfClaims) {
  for (const char* text :
       {"w2 {}", "nll {}", "nll { integrator: PAPER_MIXED_INTEGRATORS }",
        "fid {}", "mmd {} of_features: true"}) {
    const auto metric = Parse<Metric>(text);
    EXPECT_EQ(core::MetricName(ToOptions(metric)), MetricNameOf(metric));
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
  EXPECT_EQ((Arm<core::PrecisionOptions, Metric>("precision { k: 2 }").k), 2);
  EXPECT_EQ((Arm<core::RecallOptions, Metric>("recall { k: 4 }").k), 4);
  EXPECT_FALSE((Arm<core::KidOptions, Metric>("kid {}").subsets.has_value()));
  const auto kid =
      Arm<core::KidOptions, Metric>("kid { subsets { count: 5 size: 6 } }");
  EXPECT_EQ(kid.subsets->count, 5);
  EXPECT_EQ(kid.subsets->size, 6);
  EXPECT_EQ(
      (Arm<core::InceptionScoreOptions, Metric>("inception_score { splits: 3 }")
           .splits),
      3);
}

TEST(ConvertMetricTest, FeaturesTakeThePlaceOfPoints) {
  const auto precision = Arm<core::OfFeaturesOptions, Metric>(
      "precision { k: 5 } of_features: true");
  EXPECT_EQ(std::get<core::PrecisionOptions>(precision.metric).k, 5);
  EXPECT_TRUE(CanBeOfFeatures(Parse<Metric>("w2 {}")));
  EXPECT_FALSE(CanBeOfFeatures(Parse<Metric>("fid {}")));
  EXPECT_FALSE(CanBeOfFeatures(Metric()));
  EXPECT_TRUE(IsOfFeatures(Parse<Metric>("fid {}")));
  EXPECT_TRUE(IsOfFeatures(Parse<Metric>("w2 {} of_features: true")));
  EXPECT_FALSE(IsOfFeatures(Parse<Metric>("w2 {}")));
  EXPECT_FALSE(IsOfFeatures(Metric()));
}

TEST(ConvertPotentialTest, PerceptronsAndConvolutions) {
  const auto mlp = std::get<core::MlpPotentialOptions>(ToOptions(
      Parse<Potential>("mlp { hidden: [3, 4] activation: TANH }"), 9, {}));
  EXPECT_EQ(mlp.dim, 9);
  EXPECT_THAT(mlp.hidden, ElementsAre(3, 4));
  EXPECT_EQ(mlp.activation, core::Activation::kTanh);
  const auto conv = std::get<core::ConvPotentialOptions>(
      ToOptions(Parse<Potential>("conv { channels: [5, 6] }"), 64, {1, 8}));
  EXPECT_EQ(conv.image, (core::ImageShape{1, 8}));
  EXPECT_THAT(conv.channels, ElementsAre(5, 6));
}

TEST(ConvertFeaturesTest, NetworksAndWhatTheyAreShown) {
  EXPECT_TRUE(std::holds_alternative<core::DigitsFeaturesOptions>(
      ToOptions(Parse<FeatureNetwork>("digits {}"))));
  for (const auto& [word, range] :
       {std::pair("BYTES", core::PixelRange::kBytes),
        std::pair("UNIT", core::PixelRange::kUnit),
        std::pair("SIGNED", core::PixelRange::kSigned)}) {
    const auto script = std::get<core::TorchScriptOptions>(
        ToOptions(Parse<FeatureNetwork>(absl::StrCat(
            "torch_script { file: 'a.pt' name: 'b' resize: 'c' range: ", word,
            " }"))));
    EXPECT_EQ(script.path, "a.pt");
    EXPECT_EQ(script.name, "b");
    EXPECT_EQ(script.resize, "c");
    EXPECT_EQ(script.range, range);
  }
}

TEST(ConvertMetricTest, Likelihoods) {
  const auto exact = Arm<core::NllOptions, Metric>("nll { probes: 3 }");
  EXPECT_EQ(exact.probes, 0);  // those of the other divergence
  EXPECT_EQ(exact.samples, std::nullopt);
  EXPECT_EQ(exact.unit, core::LikelihoodUnit::kNats);
  const auto nll = Arm<core::NllOptions, Metric>(
      "nll { divergence: HUTCHINSON probes: 3 samples: 4 unit: BITS_PER_DIM }");
  EXPECT_EQ(nll.probes, 3);
  EXPECT_EQ(nll.samples, 4);
  EXPECT_EQ(nll.unit, core::LikelihoodUnit::kBitsPerDim);
  const auto bits = Arm<core::BitsPerDimOptions, Metric>(
      "bits_per_dim { levels: 17 probes: 3 samples: 4 }");
  EXPECT_EQ(bits.levels, 17);
  EXPECT_EQ(bits.probes, 3);
  EXPECT_EQ(bits.samples, 4);
}

template <typename T>
T PathOf(const std::string& text) {
  return Arm<T, ProbabilityPath>(text);
}

TEST(ConvertPathTest, Interpolations) {
  EXPECT_EQ(PathOf<core::LinearPathOptions>("linear { sigma: 0.25 }").sigma,
            0.25);
  EXPECT_EQ(
      PathOf<core::TrigonometricPathOptions>("trigonometric { sigma: 0.25 }")
          .sigma,
      0.25);
  EXPECT_EQ(
      PathOf<core::PolynomialPathOptions>("polynomial { degree: 2 }").degree,
      2);
}

TEST(ConvertPathTest, FromNoiseToData) {
  EXPECT_EQ(PathOf<core::TargetConditionalPathOptions>(
                "target_conditional { sigma_min: 0.5 }")
                .sigma_min,
            0.5);
  EXPECT_EQ(PathOf<core::CosinePathOptions>("cosine { offset: 0.5 }").offset,
            0.5);
  PathOf<core::LinearVpPathOptions>("linear_vp {}");
  const auto vp = PathOf<core::VpPathOptions>("vp { beta_min: 2 beta_max: 3 }");
  EXPECT_EQ(vp.beta_min, 2);
  EXPECT_EQ(vp.beta_max, 3);
  const auto general = PathOf<core::GeneralGaussianPathOptions>(
      "general_gaussian { mean: [0, 1] std: [1, -2, 3] }");
  EXPECT_THAT(general.mean, ElementsAre(0, 1));
  EXPECT_THAT(general.std, ElementsAre(1, -2, 3));
}

TEST(ConvertPathTest, HeavyTails) {
  const auto cauchy =
      PathOf<core::CauchyPathOptions>("cauchy { start: 3 end: 2 }");
  EXPECT_EQ(cauchy.start, 3);
  EXPECT_EQ(cauchy.end, 2);
  const auto student = PathOf<core::StudentTPathOptions>(
      "student_t { degrees: 4 start: 3 end: 2 }");
  EXPECT_EQ(student.degrees, 4);
  EXPECT_EQ(student.start, 3);
  EXPECT_EQ(student.end, 2);
}

TEST(ConvertPathTest, Bridges) {
  for (const auto& [name, noise] :
       {std::pair("CONSTANT", core::BridgeNoise::kConstant),
        std::pair("LINEAR_DECREASING", core::BridgeNoise::kLinearDecreasing),
        std::pair("COSINE_DECREASING", core::BridgeNoise::kCosineDecreasing)}) {
    const auto bridge = PathOf<core::BrownianBridgePathOptions>(
        std::string("brownian_bridge { sigma: 3 noise: ") + name + " }");
    EXPECT_EQ(bridge.sigma, 3);
    EXPECT_EQ(bridge.noise, noise) << name;
  }
}

TEST(ConvertPathTest, Interpolants) {
  const auto of = [](const std::string& text) {
    return PathOf<core::StochasticInterpolantPathOptions>(
        "stochastic_interpolant { " + text + " }");
  };
  EXPECT_EQ(of("scale: 3").scale, 3);
  for (const auto& [name, interpolant] :
       {std::pair("LINEAR", core::Interpolant::kLinear),
        std::pair("TRIGONOMETRIC", core::Interpolant::kTrigonometric),
        std::pair("ENCODE_DECODE", core::Interpolant::kEncodeDecode),
        std::pair("MIRROR", core::Interpolant::kMirror),
        std::pair("ONE_SIDED", core::Interpolant::kOneSided)}) {
    EXPECT_EQ(of(std::string("interpolant: ") + name).interpolant, interpolant)
        << name;
  }
  for (const auto& [name, gamma] :
       {std::pair("ZERO", core::InterpolantNoise::kZero),
        std::pair("BROWNIAN", core::InterpolantNoise::kBrownian),
        std::pair("QUADRATIC", core::InterpolantNoise::kQuadratic),
        std::pair("SINE_SQUARED", core::InterpolantNoise::kSineSquared),
        std::pair("SIGMOID", core::InterpolantNoise::kSigmoid)}) {
    EXPECT_EQ(of(std::string("gamma: ") + name).gamma, gamma) << name;
  }
}

TEST(ConvertModelTest, Predictions) {
  for (const auto& [name, prediction] :
       {std::pair("VELOCITY", core::Prediction::kVelocity),
        std::pair("DATA", core::Prediction::kData),
        std::pair("NOISE", core::Prediction::kNoise),
        std::pair("SCORE", core::Prediction::kScore),
        std::pair("VELOCITY_AND_SCORE", core::Prediction::kVelocityAndScore)}) {
    const auto model =
        Parse<Model>(std::string("mlp { predict: ") + name + " }");
    EXPECT_EQ(PredictionOf(model), prediction) << name;
    EXPECT_EQ(std::get<core::MlpOptions>(ToOptions(model, 2, {})).outputs,
              prediction == core::Prediction::kVelocityAndScore
                  ? core::Outputs::kTwo
                  : core::Outputs::kOne)
        << name;
  }
}

TEST(ConvertModelTest, TwoNetworksOfADualFlow) {
  const std::string model = "model { mlp { hidden: [5, 4] } } ";
  const auto network = [&](const std::string& method) {
    return NetworkOf(Parse<Experiment>(model + method), 7);
  };
  EXPECT_THAT(std::get<core::MlpOptions>(network("")).hidden,
              ElementsAre(5, 4));
  const auto pair = std::get<core::MlpPairOptions>(
      network("method { flow_matching { dual {} } }"));
  EXPECT_EQ(pair.each.dim, 7);
  EXPECT_THAT(pair.each.hidden, ElementsAre(5, 4));
  const core::DualOptions chosen = ToOptions(
      Parse<Dual>("loss: COSINE consistency: 2 cycle: 3 cycle_steps: 4"));
  EXPECT_EQ(chosen.loss, core::DualLoss::kCosine);
  EXPECT_EQ(chosen.consistency, 2);
  EXPECT_EQ(chosen.cycle, 3);
  EXPECT_EQ(chosen.cycle_steps, 4);
  EXPECT_EQ(ToOptions(Parse<Dual>("")).loss, core::DualLoss::kFlowMatching);
}

TEST(ConvertDistributionTest, EndsWithAndWithoutAShallowStart) {
  const std::string ends =
      "source { gaussian { dim: 2 } } target { two_moons { points: 90 } } "
      "model { mlp { hidden: 8 condition { classes: 2 } } } ";
  EXPECT_FALSE(EndsOf(Parse<Experiment>(ends)).shallow_start.has_value());
  const EndsOptions started = EndsOf(Parse<Experiment>(
      ends + "method { flow_matching { shallow_start { time: 0.25 } } }"));
  ASSERT_TRUE(started.shallow_start.has_value());
  EXPECT_EQ(started.shallow_start->time, 0.25);
  EXPECT_EQ(started.shallow_start->classes, 2);
  EXPECT_EQ(started.shallow_start->target.points, 90);
  EXPECT_EQ(started.target.points, 90);
}

TEST(ConvertDistributionTest, APartitionTakesAColumnOutOfTheTarget) {
  const EndsOptions ends = EndsOf(Parse<Experiment>(
      "source { array_file { path: 'a.csv' } } "
      "target { array_file { path: 'b.csv' } } "
      "federation { partition { by_column { column: 'site' } } }"));
  using File = datasets::ArrayFileOptions;
  EXPECT_EQ(std::get<File>(ends.source.law).client_column, std::nullopt);
  EXPECT_EQ(std::get<File>(ends.target.law).client_column, "site");
}

TEST(ConvertModelTest, Couplings) {
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

TEST(ConvertModelTest, SolversOfTransport) {
  const auto ot = [](const std::string& text) {
    return Arm<core::MinibatchOtOptions, Coupling>("minibatch_ot { " + text +
                                                   " }");
  };
  EXPECT_TRUE(
      std::holds_alternative<core::ExactSolverOptions>(ot("exact {}").solver));
  const auto sinkhorn =
      std::get<core::SinkhornSolverOptions>(ot("sinkhorn {}").solver);
  EXPECT_FALSE(sinkhorn.regularization.has_value());
  EXPECT_EQ(sinkhorn.max_iterations, 1000);
  EXPECT_EQ(sinkhorn.tolerance, 1e-3);
  EXPECT_EQ(std::get<core::SinkhornSolverOptions>(
                ot("sinkhorn { regularization: 0.3 }").solver)
                .regularization,
            0.3);
  const auto unbalanced = std::get<core::UnbalancedSolverOptions>(
      ot("unbalanced { marginal_penalty: 4 }").solver);
  EXPECT_EQ(unbalanced.marginal_penalty, 4);
  EXPECT_EQ(unbalanced.regularization, 0.05);
  EXPECT_EQ(
      std::get<core::PartialSolverOptions>(ot("partial { mass: 0.7 }").solver)
          .mass,
      0.7);
}

TEST(ConvertModelTest, OtherPartsOfCouplings) {
  const auto ot = Arm<core::MinibatchOtOptions, Coupling>(
      "minibatch_ot { exact {} batch: 512 condition_weight: inf }");
  EXPECT_EQ(ot.batch, 512);
  EXPECT_TRUE(std::isinf(ot.condition_weight));
  const auto plain =
      Arm<core::MinibatchOtOptions, Coupling>("minibatch_ot { exact {} }");
  EXPECT_FALSE(plain.batch.has_value());
  EXPECT_EQ(plain.condition_weight, 0);
  const auto semidiscrete = Arm<core::SemidiscreteOptions, Coupling>(
      "semidiscrete { regularization: 0.1 steps: 30 batch: 20 }");
  EXPECT_EQ(semidiscrete.regularization, 0.1);
  EXPECT_EQ(semidiscrete.steps, 30);
  EXPECT_EQ(semidiscrete.batch, 20);
  EXPECT_EQ((Arm<core::GibbsOptions, Coupling>("gibbs { regularization: 2 }")
                 .regularization),
            2);
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
        std::pair("GELU", core::Activation::kGelu),
        std::pair("SOFTPLUS", core::Activation::kSoftplus),
        std::pair("ELU", core::Activation::kElu)}) {
    EXPECT_EQ(MlpOf(std::string("activation: ") + name).activation, activation)
        << name;
  }
  EXPECT_EQ(MlpOf("activation: SOFTPLUS softplus_beta: 20").softplus_beta, 20);
  const auto fourier = std::get<core::FourierTimeOptions>(
      MlpOf("time_embedding { fourier { dim: 6 scale: 3 } }").time_embedding);
  EXPECT_EQ(fourier.dim, 6);
  EXPECT_EQ(fourier.scale, 3);
  EXPECT_TRUE(std::holds_alternative<core::PlainPointsOptions>(
      MlpOf("").point_embedding));
  const auto points = std::get<core::FourierPointsOptions>(
      MlpOf("point_embedding { fourier { dim: 6 scale: 3 } }").point_embedding);
  EXPECT_EQ(points.dim, 6);
  EXPECT_EQ(points.scale, 3);
}

TEST(ConvertModelTest, NetworksOfImages) {
  const core::ImageShape image = {3, 32};
  const auto unet = std::get<core::UNetOptions>(ToOptions(
      Parse<Model>(
          "unet { channels: 64 multiplier: [1, 2] blocks: 3 attention: "
          "16 head_channels: 32 dropout: 0.1 condition { classes: 10 "
          "} predict: VELOCITY_AND_SCORE }"),
      3 * 32 * 32, image));
  EXPECT_EQ(unet.image, image);
  EXPECT_EQ(unet.channels, 64);
  EXPECT_THAT(unet.multiplier, ElementsAre(1, 2));
  EXPECT_EQ(unet.blocks, 3);
  EXPECT_THAT(unet.attention, ElementsAre(16));
  EXPECT_EQ(unet.head_channels, 32);
  EXPECT_EQ(unet.dropout, 0.1);
  EXPECT_EQ(unet.classes, 10);
  EXPECT_EQ(unet.outputs, core::Outputs::kTwo);
  const auto dit = std::get<core::DitOptions>(ToOptions(
      Parse<Model>("dit { patch: 4 width: 96 depth: 5 heads: 3 condition { "
                   "classes: 10 } }"),
      3 * 32 * 32, image));
  EXPECT_EQ(dit.image, image);
  EXPECT_EQ(dit.patch, 4);
  EXPECT_EQ(dit.width, 96);
  EXPECT_EQ(dit.depth, 5);
  EXPECT_EQ(dit.heads, 3);
  EXPECT_EQ(dit.classes, 10);
  EXPECT_EQ(dit.outputs, core::Outputs::kOne);
}

TEST(ConvertModelTest, Potentials) {
  const auto icnn = std::get<core::IcnnOptions>(
      ToOptions(Parse<Model>("icnn { hidden: [5, 4] strength: 0.5 }"), 7, {}));
  EXPECT_EQ(icnn.dim, 7);
  EXPECT_THAT(icnn.hidden, ElementsAre(5, 4));
  EXPECT_EQ(icnn.strength, 0.5);
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

template <typename T>
T TimeLawOf(const std::string& text) {
  const auto options = ToOptions(Parse<Training>(
      "optimizer { adam {} } schedule { constant {} } weight { constant {} } "
      "time_law { " +
      text + " }"));
  EXPECT_TRUE(std::holds_alternative<T>(options.time_law)) << text;
  return std::get<T>(options.time_law);
}

template <typename T>
T WeightOf(const std::string& text) {
  const auto options = ToOptions(Parse<Training>(
      "optimizer { adam {} } schedule { constant {} } time_law { uniform {} } "
      "weight { " +
      text + " }"));
  EXPECT_TRUE(std::holds_alternative<T>(options.weight)) << text;
  return std::get<T>(options.weight);
}

TEST(ConvertTrainingTest, TimeLaws) {
  TimeLawOf<core::UniformTimeOptions>("uniform {}");
  const auto beta =
      TimeLawOf<core::BetaTimeOptions>("beta { alpha: 2 beta: 3 }");
  EXPECT_EQ(beta.alpha, 2);
  EXPECT_EQ(beta.beta, 3);
  const auto logit = TimeLawOf<core::LogitNormalTimeOptions>(
      "logit_normal { mean: 2 std: 3 }");
  EXPECT_EQ(logit.mean, 2);
  EXPECT_EQ(logit.std, 3);
  const auto level =
      TimeLawOf<core::LogNormalTimeOptions>("log_normal { mean: 2 std: 3 }");
  EXPECT_EQ(level.mean, 2);
  EXPECT_EQ(level.std, 3);
  EXPECT_EQ(TimeLawOf<core::ModeTimeOptions>("mode { scale: 0.5 }").scale, 0.5);
}

TEST(ConvertTrainingTest, LossWeights) {
  WeightOf<core::ConstantWeightOptions>("constant {}");
  EXPECT_EQ(WeightOf<core::MinSnrWeightOptions>("min_snr { cap: 2 }").cap, 2);
  EXPECT_EQ(
      WeightOf<core::NearTargetWeightOptions>("near_target { epsilon: 0.25 }")
          .epsilon,
      0.25);
}

core::TrainOptions TrainingOf(const std::string& text) {
  return ToOptions(Parse<Training>(
      kTimes + "optimizer { adam {} } schedule { constant {} } " + text));
}

TEST(ConvertTrainingTest, TheLoop) {
  const core::TrainOptions all = TrainingOf(
      "steps: 1 batch: 2 checkpoint_every: 3 log_every: 4 ema { decay: 0.5 } "
      "max_gradient_norm: 6 times_per_pair: 7");
  EXPECT_EQ(all.steps, 1);
  EXPECT_EQ(all.batch, 2);
  EXPECT_EQ(all.checkpoint_every, 3);
  EXPECT_EQ(all.log_every, 4);
  EXPECT_EQ(all.ema_decay, 0.5);
  EXPECT_EQ(all.max_gradient_norm, 6);
  EXPECT_EQ(all.times_per_pair, 7);
  const core::TrainOptions least = TrainingOf("");
  EXPECT_EQ(least.ema_decay, std::nullopt);
  EXPECT_EQ(least.max_gradient_norm, std::nullopt);
}

TEST(ConvertTrainingTest, Precisions) {
  const auto precision = [](const std::string& text) {
    return TrainingOf(text).precision;
  };
  EXPECT_EQ(precision(""), core::Precision::kFloat32);
  EXPECT_EQ(precision("precision: FLOAT32"), core::Precision::kFloat32);
  EXPECT_EQ(precision("precision: BFLOAT16"), core::Precision::kBfloat16);
  EXPECT_EQ(precision("precision: TF32"), core::Precision::kTf32);
}

TEST(ConvertTrainingTest, DrawsOfAFiniteSet) {
  const auto draws = [](const std::string& text) {
    return TrainingOf(text).draws;
  };
  EXPECT_EQ(draws(""), core::Draws::kWithReplacement);
  EXPECT_EQ(draws("draws: WITH_REPLACEMENT"), core::Draws::kWithReplacement);
  EXPECT_EQ(draws("draws: EPOCHS"), core::Draws::kEpochs);
}

TEST(ConvertCouplingTest, OnlyASharedPoolCapsTheUses) {
  const std::string potential = "potential { mlp { hidden: 3 } } reuse_cap: 2 ";
  EXPECT_EQ(
      ToOptions(Parse<SemidualCoupling>(potential + "pool: SHARED"), 1, {})
          .reuse_cap,
      2);
  EXPECT_EQ(ToOptions(Parse<SemidualCoupling>(potential + "pool: FRESH"), 1, {})
                .reuse_cap,
            std::nullopt);
}

federated::TopologyOptions TopologyOf(const std::string& text) {
  return ToOptions(Parse<Federation>(
                       "partition { iid {} } aggregation { fed_avg {} } "
                       "local { optimizer { sgd {} } } topology { " +
                       text + " }"))
      .topology;
}

template <typename T>
T GraphOf(const std::string& text) {
  return std::get<T>(
      std::get<federated::GossipOptions>(TopologyOf("gossip { " + text + " }"))
          .graph);
}

TEST(ConvertTest, Topologies) {
  EXPECT_TRUE(
      std::holds_alternative<federated::StarOptions>(TopologyOf("star {}")));
  EXPECT_TRUE(
      std::holds_alternative<federated::RingOptions>(TopologyOf("ring {}")));
  EXPECT_TRUE(std::holds_alternative<federated::FullyConnectedOptions>(
      TopologyOf("fully_connected {}")));
  const auto tree = std::get<federated::HierarchicalOptions>(
      TopologyOf("hierarchical { groups: 3 edge_rounds: 4 }"));
  EXPECT_EQ(tree.groups, 3);
  EXPECT_EQ(tree.edge_rounds, 4);
  EXPECT_EQ(std::get<federated::GossipOptions>(
                TopologyOf("gossip { complete {} mixing_steps: 5 }"))
                .mixing_steps,
            5);
}

TEST(ConvertTest, Graphs) {
  const auto circle = GraphOf<federated::WattsStrogatz>(
      "watts_strogatz { neighbours: 6 rewire: 0.25 }");
  EXPECT_EQ(circle.neighbours, 6);
  EXPECT_EQ(circle.rewire, 0.25);
  EXPECT_EQ(GraphOf<federated::ErdosRenyi>("erdos_renyi { probability: 0.75 }")
                .probability,
            0.75);
  GraphOf<federated::Complete>("complete {}");
  EXPECT_THAT(GraphOf<federated::EdgeList>("edges { edge: [0, 1, 1, 2] }").edge,
              ElementsAre(0, 1, 1, 2));
}

}  // namespace
}  // namespace flow::lang
