#include "core/path/linear_path.h"

#include <cmath>
#include <numbers>

#include "ATen/TensorOperators.h"
#include "ATen/ops/lerp.h"
#include "core/base/check.h"

namespace flow::core {

PathPoint LinearPath::At(const at::Tensor& x0_bd, const at::Tensor& x1_bd,
                         const at::Tensor& t_b,
                         const at::Tensor& noise_bd) const {
  at::Tensor x_bd = at::lerp(x0_bd, x1_bd, t_b.unsqueeze(1));
  if (uses_noise()) {
    FLOW_CHECK(noise_bd.defined())
        << "a tube of width " << sigma_ << " needs noise";
    x_bd = x_bd.add(noise_bd, sigma_);
  }
  return {x_bd, x1_bd - x0_bd};
}

std::optional<at::Tensor> LinearPath::LogDensity(const at::Tensor& x_bd,
                                                 const at::Tensor& x0_bd,
                                                 const at::Tensor& x1_bd,
                                                 const at::Tensor& t_b) const {
  if (!uses_noise()) return std::nullopt;
  const at::Tensor z_bd =
      (x_bd - at::lerp(x0_bd, x1_bd, t_b.unsqueeze(1))) / sigma_;
  const double log_normaliser =
      x_bd.size(1) * (std::log(sigma_) + 0.5 * std::log(2 * std::numbers::pi));
  return z_bd.square().sum(1) * -0.5 - log_normaliser;
}

}  // namespace flow::core
