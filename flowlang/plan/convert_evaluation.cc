#include <optional>
#include <utility>

#include "core/base/check.h"
#include "flowlang/plan/convert.h"

namespace flow::lang {

namespace {

core::AdaptiveSteps ToSteps(const AdaptiveSteps& steps) {
  return {steps.rtol(), steps.atol(), steps.max_steps()};
}

core::Diffusion ToOptions(StochasticSteps::Diffusion diffusion) {
  switch (diffusion) {
    case StochasticSteps::PATH:
      return core::Diffusion::kPath;
    case StochasticSteps::CONSTANT:
      return core::Diffusion::kConstant;
    case StochasticSteps::SIGMA:
      return core::Diffusion::kSigma;
    case StochasticSteps::LINEAR:
      return core::Diffusion::kLinear;
    case StochasticSteps::DECREASING:
      return core::Diffusion::kDecreasing;
  }
  FLOW_CHECK(false) << "a diffusion without a meaning";
  return {};
}

core::StochasticSteps ToSteps(const StochasticSteps& steps) {
  return {steps.steps(), ToOptions(steps.diffusion()), steps.scale()};
}

core::EdmHeunOptions ToOptions(const EdmHeun& edm) {
  return {edm.steps(), edm.rho(), edm.sigma_min(), edm.sigma_max()};
}

core::NllOptions ToOptions(const Nll& nll) {
  core::NllOptions options;
  if (nll.divergence() == Nll::HUTCHINSON) options.probes = nll.probes();
  if (nll.has_samples()) options.samples = nll.samples();
  options.paper_mixed = nll.integrator() == Nll::PAPER_MIXED_INTEGRATORS;
  if (nll.unit() == Nll::BITS_PER_DIM) {
    options.unit = core::LikelihoodUnit::kBitsPerDim;
  }
  return options;
}

core::BitsPerDimOptions ToOptions(const BitsPerDim& bits) {
  core::BitsPerDimOptions options = {bits.levels(), bits.probes()};
  if (bits.has_samples()) options.samples = bits.samples();
  return options;
}

core::KidOptions ToOptions(const Kid& kid) {
  if (!kid.has_subsets()) return {};
  return {core::KidSubsets{kid.subsets().count(), kid.subsets().size()}};
}

core::PixelRange Convert(TorchScriptNetwork::Range range) {
  switch (range) {
    case TorchScriptNetwork::BYTES:
      return core::PixelRange::kBytes;
    case TorchScriptNetwork::UNIT:
      return core::PixelRange::kUnit;
    case TorchScriptNetwork::SIGNED:
      return core::PixelRange::kSigned;
  }
  FLOW_CHECK(false) << "a range that no network is shown";
  return core::PixelRange::kBytes;
}

core::LineStop Convert(FieldLines::Stop stop) {
  switch (stop) {
    case FieldLines::FLUX_RULE:
      return core::LineStop::kFlux;
    case FieldLines::FIRST_HIT:
      return core::LineStop::kFirstHit;
    case FieldLines::FIELD_RULE:
      return core::LineStop::kBothSides;
  }
  FLOW_CHECK(false) << "a rule that no line has";
  return core::LineStop::kFlux;
}

core::FieldLineOptions ToOptions(const FieldLines& lines) {
  return {.start = lines.start() == FieldLines::BOTH_SIDES
                       ? core::LineStart::kBothSides
                       : core::LineStart::kForward,
          .stop = Convert(lines.stop()),
          .step = lines.step(),
          .tolerance = lines.tolerance(),
          .offset = lines.offset(),
          .max_length = lines.max_length(),
          .max_steps = lines.max_steps(),
          .exact_points =
              lines.use() == FieldLines::EXACT_FIELD ? lines.points() : 0};
}

}  // namespace

core::SamplerOptions ToOptions(const Sampler& sampler) {
  switch (sampler.kind_case()) {
    case Sampler::kEuler:
      return core::EulerOptions{sampler.euler().steps()};
    case Sampler::kMidpoint:
      return core::MidpointOptions{sampler.midpoint().steps()};
    case Sampler::kHeun:
      return core::HeunOptions{sampler.heun().steps()};
    case Sampler::kRk4:
      return core::Rk4Options{sampler.rk4().steps()};
    case Sampler::kRk4ThreeEighths:
      return core::Rk4ThreeEighthsOptions{sampler.rk4_three_eighths().steps()};
    case Sampler::kBosh3:
      return core::Bosh3Options{ToSteps(sampler.bosh3())};
    case Sampler::kDopri5:
      return core::Dopri5Options{ToSteps(sampler.dopri5())};
    case Sampler::kTsit5:
      return core::Tsit5Options{ToSteps(sampler.tsit5())};
    case Sampler::kDopri8:
      return core::Dopri8Options{ToSteps(sampler.dopri8())};
    case Sampler::kEdmHeun:
      return ToOptions(sampler.edm_heun());
    case Sampler::kEulerMaruyama:
      return core::EulerMaruyamaOptions{ToSteps(sampler.euler_maruyama())};
    case Sampler::kStochasticHeun:
      return core::StochasticHeunOptions{ToSteps(sampler.stochastic_heun())};
    case Sampler::kFieldLines:
      return ToOptions(sampler.field_lines());
    case Sampler::kDistilled:
      // the map is x + v(x, 0)
      return core::OdeOptions(core::EulerOptions{1});
    default:
      break;
  }
  FLOW_CHECK(false) << "the checks require a sampler";
  return {};
}

namespace {

// But for the features.
core::MetricOptions OptionsOfKind(const Metric& metric) {
  switch (metric.kind_case()) {
    case Metric::kW2:
      return core::W2Options{};
    case Metric::kW1:
      return core::W1Options{};
    case Metric::kSlicedW2:
      return core::SlicedW2Options{metric.sliced_w2().projections()};
    case Metric::kMmd:
      return core::MmdOptions{
          {metric.mmd().bandwidth().begin(), metric.mmd().bandwidth().end()}};
    case Metric::kEnergyDistance:
      return core::EnergyDistanceOptions{};
    case Metric::kPathEnergy:
      return core::PathEnergyOptions{};
    case Metric::kNpe:
      return core::NpeOptions{};
    case Metric::kSignedNpe:
      return core::SignedNpeOptions{};
    case Metric::kStraightness:
      return core::StraightnessOptions{};
    case Metric::kNfe:
      return core::NfeOptions{};
    case Metric::kNll:
      return ToOptions(metric.nll());
    case Metric::kBitsPerDim:
      return ToOptions(metric.bits_per_dim());
    case Metric::kKid:
      return ToOptions(metric.kid());
    case Metric::kPrecision:
      return core::PrecisionOptions{metric.precision().k()};
    case Metric::kRecall:
      return core::RecallOptions{metric.recall().k()};
    case Metric::kVelocityError:
      return core::VelocityErrorOptions{};
    case Metric::kTransportCost:
      return core::TransportCostOptions{};
    case Metric::kMarginalError:
      return core::MarginalErrorOptions{};
    case Metric::kRoundTripError:
      return core::RoundTripErrorOptions{};
    case Metric::kCurvature:
      return core::CurvatureOptions{};
    case Metric::kWorstClientW2:
      return core::WorstClientW2Options{};
    case Metric::kFid:
      return core::FidOptions{};
    case Metric::kFidInfinity:
      return core::FidInfinityOptions{};
    case Metric::kInceptionScore:
      return core::InceptionScoreOptions{metric.inception_score().splits()};
    default:
      break;
  }
  FLOW_CHECK(false) << "the checks require a metric";
  return {};
}

}  // namespace

bool CanBeOfFeatures(const Metric& metric) {
  return metric.kind_case() != Metric::KIND_NOT_SET &&
         core::OnFeatures(OptionsOfKind(metric)).has_value();
}

bool IsOfFeatures(const Metric& metric) {
  if (metric.kind_case() == Metric::KIND_NOT_SET) return false;
  return metric.of_features() || core::NeedsFeatures(OptionsOfKind(metric));
}

core::MetricOptions ToOptions(const Metric& metric) {
  core::MetricOptions options = OptionsOfKind(metric);
  if (!metric.of_features()) return options;
  std::optional<core::MetricOptions> of_features = core::OnFeatures(options);
  FLOW_CHECK(of_features.has_value()) << "the checks require that it can be";
  return *std::move(of_features);
}

core::FeatureOptions ToOptions(const FeatureNetwork& features) {
  if (!features.has_torch_script()) return core::DigitsFeaturesOptions{};
  const TorchScriptNetwork& script = features.torch_script();
  return core::TorchScriptOptions{script.file(), script.name(), script.resize(),
                                  Convert(script.range())};
}

}  // namespace flow::lang
