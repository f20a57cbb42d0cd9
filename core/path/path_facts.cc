#include "core/path/path_facts.h"

#include <cmath>

#include "core/path/coefficients.h"
#include "core/path/path_coefficients.h"

namespace flow::core {
namespace {

// No function for a path is one that says nothing of it.
struct NoiseOf {
  bool operator()(const LinearPathOptions& path) const {
    return path.sigma > 0;
  }
  bool operator()(const TrigonometricPathOptions& path) const {
    return path.sigma > 0;
  }
  bool operator()(const BrownianBridgePathOptions&) const { return true; }
  bool operator()(const TubePathOptions&) const { return true; }
  bool operator()(const StochasticInterpolantPathOptions& path) const {
    return path.gamma != InterpolantNoise::kZero &&
           path.interpolant != Interpolant::kOneSided;
  }
  template <typename Other>
  bool operator()(const Other&) const {
    return false;
  }
};

struct SourceOf {
  SourceRequirement operator()(const TargetConditionalPathOptions&) const {
    return StandardGaussianSource();
  }
  SourceRequirement operator()(const CosinePathOptions&) const {
    return StandardGaussianSource();
  }
  SourceRequirement operator()(const LinearVpPathOptions&) const {
    return StandardGaussianSource();
  }
  SourceRequirement operator()(const VpPathOptions&) const {
    return StandardGaussianSource();
  }
  SourceRequirement operator()(const GeneralGaussianPathOptions&) const {
    return StandardGaussianSource();
  }
  SourceRequirement operator()(
      const StochasticInterpolantPathOptions& path) const {
    switch (path.interpolant) {
      case Interpolant::kOneSided:
        return StandardGaussianSource();
      case Interpolant::kMirror:
        return TargetAsSource();
      default:
        return AnySource();
    }
  }
  SourceRequirement operator()(const CauchyPathOptions& path) const {
    return StudentTSource{1, path.start};
  }
  SourceRequirement operator()(const StudentTPathOptions& path) const {
    return StudentTSource{path.degrees, path.start};
  }
  SourceRequirement operator()(const RayPathOptions& path) const {
    return StudentTSource{path.degrees, path.start};
  }
  template <typename Other>
  SourceRequirement operator()(const Other&) const {
    return AnySource();
  }
};

}  // namespace

bool UsesNoise(const PathOptions& options) {
  return std::visit(NoiseOf(), options);
}

bool LeadsFromEndToEnd(const PathOptions& options) {
  const auto is = [](double number, double expected) {
    return std::abs(number - expected) <= 1e-9;
  };
  const PathCoefficients begin = CoefficientsAt(options, 0);
  const PathCoefficients end = CoefficientsAt(options, 1);
  return is(begin.source, 1) && is(begin.target, 0) && is(end.source, 0) &&
         is(end.target, 1);
}

bool HasFiniteEnergy(const PathOptions& options) {
  // ten times nearer to the end 1 / sqrt(t) is 3.16 times as fast
  const auto is_finite = [&](double near, double far) {
    const PathCoefficients n = CoefficientsAt(options, near);
    const PathCoefficients f = CoefficientsAt(options, far);
    return std::abs(n.source_rate) <= 3.1 * std::abs(f.source_rate) &&
           std::abs(n.target_rate) <= 3.1 * std::abs(f.target_rate) &&
           std::abs(n.noise_rate) <= 3.1 * std::abs(f.noise_rate);
  };
  const double near = kEndMargin, far = 10 * kEndMargin;
  return is_finite(near, far) && is_finite(1 - near, 1 - far);
}

SourceRequirement RequiredSource(const PathOptions& options) {
  return std::visit(SourceOf(), options);
}

bool IsNondegenerate(const PathOptions& options) {
  const auto* path = std::get_if<StochasticInterpolantPathOptions>(&options);
  return path == nullptr || path->interpolant != Interpolant::kEncodeDecode ||
         path->gamma != InterpolantNoise::kZero;
}

}  // namespace flow::core
