#include "core/base/check.h"
#include "flowlang/plan/convert.h"

namespace flow::lang {
namespace {

core::BridgeNoise Convert(BrownianBridgePath::Noise noise) {
  switch (noise) {
    case BrownianBridgePath::CONSTANT:
      break;
    case BrownianBridgePath::LINEAR_DECREASING:
      return core::BridgeNoise::kLinearDecreasing;
    case BrownianBridgePath::COSINE_DECREASING:
      return core::BridgeNoise::kCosineDecreasing;
  }
  return core::BridgeNoise::kConstant;
}

core::Interpolant Convert(StochasticInterpolantPath::Interpolant interpolant) {
  switch (interpolant) {
    case StochasticInterpolantPath::LINEAR:
      break;
    case StochasticInterpolantPath::TRIGONOMETRIC:
      return core::Interpolant::kTrigonometric;
    case StochasticInterpolantPath::ENCODE_DECODE:
      return core::Interpolant::kEncodeDecode;
    case StochasticInterpolantPath::MIRROR:
      return core::Interpolant::kMirror;
    case StochasticInterpolantPath::ONE_SIDED:
      return core::Interpolant::kOneSided;
  }
  return core::Interpolant::kLinear;
}

core::InterpolantNoise Convert(StochasticInterpolantPath::Gamma gamma) {
  switch (gamma) {
    case StochasticInterpolantPath::ZERO:
      break;
    case StochasticInterpolantPath::BROWNIAN:
      return core::InterpolantNoise::kBrownian;
    case StochasticInterpolantPath::QUADRATIC:
      return core::InterpolantNoise::kQuadratic;
    case StochasticInterpolantPath::SINE_SQUARED:
      return core::InterpolantNoise::kSineSquared;
    case StochasticInterpolantPath::SIGMOID:
      return core::InterpolantNoise::kSigmoid;
  }
  return core::InterpolantNoise::kZero;
}

core::PathOptions Convert(const BrownianBridgePath& path) {
  return core::BrownianBridgePathOptions{path.sigma(), Convert(path.noise())};
}

core::PathOptions Convert(const StochasticInterpolantPath& path) {
  return core::StochasticInterpolantPathOptions{
      Convert(path.interpolant()), Convert(path.gamma()), path.scale()};
}

core::PathOptions Convert(const GeneralGaussianPath& path) {
  return core::GeneralGaussianPathOptions{
      {path.mean().begin(), path.mean().end()},
      {path.std().begin(), path.std().end()}};
}

core::PathOptions Convert(const StudentTPath& path) {
  return core::StudentTPathOptions{path.degrees(), path.start(), path.end()};
}

}  // namespace

core::PathOptions ToOptions(const ProbabilityPath& path) {
  switch (path.kind_case()) {
    case ProbabilityPath::kLinear:
      return core::LinearPathOptions{path.linear().sigma()};
    case ProbabilityPath::kTargetConditional:
      return core::TargetConditionalPathOptions{
          path.target_conditional().sigma_min()};
    case ProbabilityPath::kTrigonometric:
      return core::TrigonometricPathOptions{path.trigonometric().sigma()};
    case ProbabilityPath::kCosine:
      return core::CosinePathOptions{path.cosine().offset()};
    case ProbabilityPath::kPolynomial:
      return core::PolynomialPathOptions{path.polynomial().degree()};
    case ProbabilityPath::kLinearVp:
      return core::LinearVpPathOptions{};
    case ProbabilityPath::kVp:
      return core::VpPathOptions{path.vp().beta_min(), path.vp().beta_max()};
    case ProbabilityPath::kBrownianBridge:
      return Convert(path.brownian_bridge());
    case ProbabilityPath::kStochasticInterpolant:
      return Convert(path.stochastic_interpolant());
    case ProbabilityPath::kGeneralGaussian:
      return Convert(path.general_gaussian());
    case ProbabilityPath::kCauchy:
      return core::CauchyPathOptions{path.cauchy().start(),
                                     path.cauchy().end()};
    case ProbabilityPath::kStudentT:
      return Convert(path.student_t());
    case ProbabilityPath::KIND_NOT_SET:
      break;
  }
  FLOW_CHECK(false) << "the checks require a path";
  return {};
}

}  // namespace flow::lang
