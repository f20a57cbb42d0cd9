#include "core/path/affine_path.h"

#include <cmath>
#include <numbers>

#include "ATen/TensorOperators.h"
#include "ATen/ops/hypot.h"
#include "ATen/ops/log.h"
#include "core/base/check.h"
#include "core/distribution/multivariate_t.h"
#include "core/path/path_columns.h"
#include "core/path/path_facts.h"

namespace flow::core {
namespace {

// An isotropic law of x_t, about a centre.
struct Spread {
  at::Tensor centred_bd, scale_b1;
};

at::Tensor GaussianLogDensity(const Spread& spread) {
  const double dim = spread.centred_bd.size(1);
  const at::Tensor z_bd = spread.centred_bd / spread.scale_b1;
  return -0.5 * z_bd.square().sum(1) - dim * spread.scale_b1.log().squeeze(1) -
         dim / 2 * std::log(2 * std::numbers::pi);
}

at::Tensor GaussianScore(const Spread& spread) {
  return -spread.centred_bd / spread.scale_b1.square();
}

at::Tensor StudentTLogDensity(double degrees, const Spread& spread) {
  const double dim = spread.centred_bd.size(1);
  return StandardTLogDensity(degrees, spread.centred_bd / spread.scale_b1) -
         dim * spread.scale_b1.log().squeeze(1);
}

at::Tensor StudentTScore(double degrees, const Spread& spread) {
  const double dim = spread.centred_bd.size(1);
  const at::Tensor square_b1 =
      spread.centred_bd.square().sum(1, /*keepdim=*/true);
  return -(degrees + dim) * spread.centred_bd /
         (degrees * spread.scale_b1.square() + square_b1);
}

}  // namespace

bool AffinePath::uses_noise() const { return UsesNoise(options_); }

PathPoint AffinePath::At(const at::Tensor& x0_bd, const at::Tensor& x1_bd,
                         const at::Tensor& t_b,
                         const at::Tensor& noise_bd) const {
  const PathColumns c = PathColumnsAt(options_, t_b);
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
  if (!uses_noise()) return std::nullopt;
  const PathColumns c = PathColumnsAt(options_, t_b);
  return GaussianLogDensity(
      {x_bd - c.source_b1 * x0_bd - c.target_b1 * x1_bd, c.noise_b1});
}

std::optional<at::Tensor> AffinePath::Score(const at::Tensor& x_bd,
                                            const at::Tensor& x0_bd,
                                            const at::Tensor& x1_bd,
                                            const at::Tensor& t_b) const {
  if (!uses_noise()) return std::nullopt;
  const PathColumns c = PathColumnsAt(options_, t_b);
  return GaussianScore(
      {x_bd - c.source_b1 * x0_bd - c.target_b1 * x1_bd, c.noise_b1});
}

std::optional<at::Tensor> AffinePath::LogDensityGivenTarget(
    const at::Tensor& x_bd, const at::Tensor& x1_bd,
    const at::Tensor& t_b) const {
  const SourceRequirement source = RequiredSource(options_);
  const PathColumns c = PathColumnsAt(options_, t_b);
  const at::Tensor centred_bd = x_bd - c.target_b1 * x1_bd;
  if (std::holds_alternative<StandardGaussianSource>(source)) {
    return GaussianLogDensity({centred_bd, at::hypot(c.source_b1, c.noise_b1)});
  }
  if (const auto* law = std::get_if<StudentTSource>(&source)) {
    return StudentTLogDensity(law->degrees,
                              {centred_bd, law->scale * c.source_b1});
  }
  return std::nullopt;
}

std::optional<at::Tensor> AffinePath::ScoreGivenTarget(
    const at::Tensor& x_bd, const at::Tensor& x1_bd,
    const at::Tensor& t_b) const {
  const SourceRequirement source = RequiredSource(options_);
  const PathColumns c = PathColumnsAt(options_, t_b);
  const at::Tensor centred_bd = x_bd - c.target_b1 * x1_bd;
  if (std::holds_alternative<StandardGaussianSource>(source)) {
    return GaussianScore({centred_bd, at::hypot(c.source_b1, c.noise_b1)});
  }
  if (const auto* law = std::get_if<StudentTSource>(&source)) {
    return StudentTScore(law->degrees, {centred_bd, law->scale * c.source_b1});
  }
  return std::nullopt;
}

}  // namespace flow::core
