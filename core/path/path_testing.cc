#include "core/path/path_testing.h"

namespace flow::core {
namespace {

void AddInterpolants(std::vector<NamedPath>* paths) {
  constexpr std::pair<const char*, Interpolant> kInterpolants[] = {
      {"linear", Interpolant::kLinear},
      {"trigonometric", Interpolant::kTrigonometric},
      {"encode_decode", Interpolant::kEncodeDecode},
      {"mirror", Interpolant::kMirror},
      {"one_sided", Interpolant::kOneSided}};
  constexpr std::pair<const char*, InterpolantNoise> kNoises[] = {
      {"zero", InterpolantNoise::kZero},
      {"brownian", InterpolantNoise::kBrownian},
      {"quadratic", InterpolantNoise::kQuadratic},
      {"sine_squared", InterpolantNoise::kSineSquared},
      {"sigmoid", InterpolantNoise::kSigmoid}};
  for (const auto& [interpolant, i] : kInterpolants) {
    for (const auto& [noise, gamma] : kNoises) {
      // passes through a point
      if (i == Interpolant::kEncodeDecode && gamma == InterpolantNoise::kZero) {
        continue;
      }
      paths->push_back({std::string(interpolant) + " interpolant, " + noise,
                        StochasticInterpolantPathOptions{i, gamma, 0.7}});
    }
  }
}

}  // namespace

std::vector<NamedPath> EveryPath() {
  std::vector<NamedPath> paths = {
      {"linear", LinearPathOptions{}},
      {"linear tube", LinearPathOptions{0.3}},
      {"target_conditional", TargetConditionalPathOptions{0.1}},
      {"trigonometric", TrigonometricPathOptions{}},
      {"trigonometric tube", TrigonometricPathOptions{0.3}},
      {"cosine", CosinePathOptions{}},
      {"cosine without offset", CosinePathOptions{0}},
      {"polynomial", PolynomialPathOptions{2.5}},
      {"polynomial root", PolynomialPathOptions{0.5}},
      {"linear_vp", LinearVpPathOptions{}},
      {"vp", VpPathOptions{}},
      {"vp without beta_min", VpPathOptions{0, 10}},
      {"bridge", BrownianBridgePathOptions{0.8}},
      {"linear decreasing bridge",
       BrownianBridgePathOptions{0.8, BridgeNoise::kLinearDecreasing}},
      {"cosine decreasing bridge",
       BrownianBridgePathOptions{0.8, BridgeNoise::kCosineDecreasing}},
      {"general_gaussian",
       GeneralGaussianPathOptions{{0, 0.5, 0.5}, {1, -0.4, -0.5}}},
      {"cauchy", CauchyPathOptions{4, 0.1}},
      {"student_t", StudentTPathOptions{3, 5, 0.2}},
      {"tube", TubePathOptions{0.8}},
      {"tube with a flat part", TubePathOptions{0.8, 0.2}},
      {"ray", RayPathOptions{3, 5}}};
  AddInterpolants(&paths);
  return paths;
}

}  // namespace flow::core
