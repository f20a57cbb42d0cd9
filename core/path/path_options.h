#ifndef CORE_PATH_PATH_OPTIONS_H_
#define CORE_PATH_PATH_OPTIONS_H_

/// The settings of each probability path. No torch: plans carry these. The
/// formulas stand in the headers of the families that path_coefficients.h
/// names.

#include <variant>
#include <vector>

namespace flow::core {

struct LinearPathOptions {
  double sigma = 0;  // >= 0, in the units of the data
};

struct TargetConditionalPathOptions {
  double sigma_min = 1e-4;  // in [0, 1)
};

struct TrigonometricPathOptions {
  double sigma = 0;  // >= 0, in the units of the data
};

struct CosinePathOptions {
  double offset = 0.008;  // in [0, 1)
};

struct PolynomialPathOptions {
  double degree = 1;  // > 0
};

struct LinearVpPathOptions {};

struct VpPathOptions {
  double beta_min = 0.1;  // >= 0
  double beta_max = 20;   // > beta_min
};

/// How the diffusion coefficient of the bridge changes over time.
enum class BridgeNoise { kConstant, kLinearDecreasing, kCosineDecreasing };

struct BrownianBridgePathOptions {
  double sigma = 1;  // > 0
  BridgeNoise noise = BridgeNoise::kConstant;
};

enum class Interpolant {
  kLinear,
  kTrigonometric,
  kEncodeDecode,
  kMirror,
  kOneSided
};

enum class InterpolantNoise {
  kZero,
  kBrownian,
  kQuadratic,
  kSineSquared,
  kSigmoid
};

struct StochasticInterpolantPathOptions {
  Interpolant interpolant = Interpolant::kLinear;
  InterpolantNoise gamma = InterpolantNoise::kBrownian;
  double scale = 1;  // > 0
};

/// Polynomials in t, the constant coefficient first.
struct GeneralGaussianPathOptions {
  std::vector<double> mean;  // m(0) = 0, m(1) = 1
  std::vector<double> std;   // s(0) = 1, s(t) > 0 before t = 1
};

struct CauchyPathOptions {
  double start = 40;  // the scale of the source
  double end = 1e-3;  // in (0, start)
};

struct StudentTPathOptions {
  double degrees = 1;  // >= 1
  double start = 80;   // the scale of the source
  double end = 2e-3;   // in (0, start)
};

struct TubePathOptions {
  double width = 1;   // > 0, in the units of the data
  double ends = 0.5;  // the share of the way that each end takes, in (0, 0.5]
};

struct RayPathOptions {
  double degrees = 1;  // >= 1
  double start = 40;   // the scale of the source
};

using PathOptions =
    std::variant<LinearPathOptions, TargetConditionalPathOptions,
                 TrigonometricPathOptions, CosinePathOptions,
                 PolynomialPathOptions, LinearVpPathOptions, VpPathOptions,
                 BrownianBridgePathOptions, StochasticInterpolantPathOptions,
                 GeneralGaussianPathOptions, CauchyPathOptions,
                 StudentTPathOptions, TubePathOptions, RayPathOptions>;

}  // namespace flow::core

#endif  // CORE_PATH_PATH_OPTIONS_H_
