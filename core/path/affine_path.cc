#include "core/path/affine_path.h"

#include <cmath>

#include "ATen/TensorOperators.h"
#include "core/base/check.h"
#include "core/path/conditional_law.h"
#include "core/path/path_facts.h"

namespace flow::core {
namespace {

at::Tensor Centred(const ConditionalLaw& law, const at::Tensor& x_bd,
                   const at::Tensor& x0_bd, const at::Tensor& x1_bd) {
  return x_bd - law.source_b1 * x0_bd - law.target_b1 * x1_bd;
}

at::Tensor LogDensityOf(const ConditionalLaw& law,
                        const at::Tensor& centred_bd) {
  return LogDensityAt(law, centred_bd.square().sum(1, /*keepdim=*/true),
                      centred_bd.size(1))
      .squeeze(1);
}

at::Tensor ScoreOf(const ConditionalLaw& law, const at::Tensor& centred_bd) {
  const at::Tensor variance_b1 = law.spread_b1.square();
  if (!std::isfinite(law.degrees)) return -centred_bd / variance_b1;
  const at::Tensor square_b1 = centred_bd.square().sum(1, /*keepdim=*/true);
  return -(law.degrees + static_cast<double>(centred_bd.size(1))) * centred_bd /
         (law.degrees * variance_b1 + square_b1);
}

at::Tensor VelocityOf(const ConditionalLaw& law, const at::Tensor& x0_bd,
                      const at::Tensor& x1_bd, const at::Tensor& centred_bd) {
  return law.source_rate_b1 * x0_bd + law.target_rate_b1 * x1_bd +
         law.spread_rate_b1 / law.spread_b1 * centred_bd;
}

}  // namespace

bool AffinePath::uses_noise() const { return UsesNoise(options_); }

PathPoint AffinePath::At(const at::Tensor& x0_bd, const at::Tensor& x1_bd,
                         const at::Tensor& t_b,
                         const at::Tensor& noise_bd) const {
  return At(x0_bd, x1_bd, PathColumnsAt(options_, t_b), noise_bd);
}

PathPoint AffinePath::At(const at::Tensor& x0_bd, const at::Tensor& x1_bd,
                         const PathColumns& c,
                         const at::Tensor& noise_bd) const {
  PathPoint point = {c.source_b1 * x0_bd + c.target_b1 * x1_bd,
                     c.source_rate_b1 * x0_bd + c.target_rate_b1 * x1_bd};
  if (uses_noise()) {
    FLOW_CHECK(noise_bd.defined()) << "a path with noise needs noise";
    point.x_bd = point.x_bd + c.noise_b1 * noise_bd;
    point.velocity_bd = point.velocity_bd + c.noise_rate_b1 * noise_bd;
  }
  return point;
}

std::optional<at::Tensor> AffinePath::LogDensity(const at::Tensor& x_bd,
                                                 const at::Tensor& x0_bd,
                                                 const at::Tensor& x1_bd,
                                                 const at::Tensor& t_b) const {
  const auto law = LawGivenPair(options_, t_b);
  if (!law) return std::nullopt;
  return LogDensityOf(*law, Centred(*law, x_bd, x0_bd, x1_bd));
}

std::optional<at::Tensor> AffinePath::Score(const at::Tensor& x_bd,
                                            const at::Tensor& x0_bd,
                                            const at::Tensor& x1_bd,
                                            const at::Tensor& t_b) const {
  const auto law = LawGivenPair(options_, t_b);
  if (!law) return std::nullopt;
  return ScoreOf(*law, Centred(*law, x_bd, x0_bd, x1_bd));
}

std::optional<at::Tensor> AffinePath::Velocity(const at::Tensor& x_bd,
                                               const at::Tensor& x0_bd,
                                               const at::Tensor& x1_bd,
                                               const at::Tensor& t_b) const {
  const auto law = LawGivenPair(options_, t_b);
  if (!law) return std::nullopt;
  return VelocityOf(*law, x0_bd, x1_bd, Centred(*law, x_bd, x0_bd, x1_bd));
}

// Given the target alone, x0 counts nothing: x1 stands in its place.

std::optional<at::Tensor> AffinePath::LogDensityGivenTarget(
    const at::Tensor& x_bd, const at::Tensor& x1_bd,
    const at::Tensor& t_b) const {
  const auto law = LawGivenTarget(options_, t_b);
  if (!law) return std::nullopt;
  return LogDensityOf(*law, Centred(*law, x_bd, x1_bd, x1_bd));
}

std::optional<at::Tensor> AffinePath::ScoreGivenTarget(
    const at::Tensor& x_bd, const at::Tensor& x1_bd,
    const at::Tensor& t_b) const {
  const auto law = LawGivenTarget(options_, t_b);
  if (!law) return std::nullopt;
  return ScoreOf(*law, Centred(*law, x_bd, x1_bd, x1_bd));
}

std::optional<at::Tensor> AffinePath::VelocityGivenTarget(
    const at::Tensor& x_bd, const at::Tensor& x1_bd,
    const at::Tensor& t_b) const {
  const auto law = LawGivenTarget(options_, t_b);
  if (!law) return std::nullopt;
  return VelocityOf(*law, x1_bd, x1_bd, Centred(*law, x_bd, x1_bd, x1_bd));
}

}  // namespace flow::core
