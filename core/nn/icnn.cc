#include "core/nn/icnn.h"

#include "ATen/TensorOperators.h"
#include "ATen/core/grad_mode.h"
#include "ATen/ops/cholesky_inverse.h"
#include "ATen/ops/eye.h"
#include "core/base/check.h"
#include "core/nn/convex_potential.h"
#include "core/nn/line_start.h"

namespace flow::core {
namespace {

Parameters InDouble(const Parameters& parameters) {
  Parameters converted = parameters;
  for (NamedTensor& p : converted) {
    p.value = p.value.detach().to(at::kDouble);
  }
  return converted;
}

// Whether somebody will ask for a derivative of the outputs.
bool IsDifferentiated(const Parameters& parameters, const at::Tensor& x_bd) {
  if (!at::GradMode::is_enabled()) return false;
  bool differentiated = x_bd.requires_grad();
  for (const NamedTensor& p : parameters) {
    differentiated = differentiated || p.value.requires_grad();
  }
  return differentiated;
}

// The rows of `v_bd` by the matrices of their rows.
at::Tensor Times(const at::Tensor& matrix_bdd, const at::Tensor& v_bd) {
  return matrix_bdd.matmul(v_bd.unsqueeze(2)).squeeze(2);
}

}  // namespace

Icnn::Icnn(const IcnnOptions& options) : options_(options) {
  FLOW_CHECK(options.dim >= 1 && !options.hidden.empty())
      << "the plan gives the dimension and the hidden layers";
}

Parameters Icnn::Initialize(Seed seed) const {
  return InitializePotential(options_, seed);
}

at::Tensor Icnn::Outputs(const Parameters& parameters,
                         const NetworkInput& input) const {
  const auto& [x_bd, t_b, label_b, dropout] = input;
  const at::ScalarType dtype = x_bd.scalar_type();
  const LineStarts starts =
      FindLineStarts(ConvexPotential(options_, InDouble(parameters)),
                     x_bd.detach().to(at::kDouble), t_b.to(at::kDouble));
  const at::Tensor& end_bd = starts.potential.gradient_bd;
  const at::Tensor v_bd = (end_bd - starts.z_bd).to(dtype);
  if (!IsDifferentiated(parameters, x_bd)) return v_bd;
  // terms that are nought, and have the derivatives of v
  const at::Tensor inverse_bdd = at::cholesky_inverse(starts.slope_factor_bdd);
  const at::Tensor by_x_bdd =
      (starts.potential.hessian_bdd - at::eye(options_.dim, at::kDouble))
          .matmul(inverse_bdd);
  const at::Tensor moved_bd =
      ConvexPotential(options_, parameters).Gradient(starts.z_bd.to(dtype));
  return v_bd + Times(inverse_bdd.to(dtype), moved_bd - moved_bd.detach()) +
         Times(by_x_bdd.to(dtype), x_bd - x_bd.detach());
}

}  // namespace flow::core
