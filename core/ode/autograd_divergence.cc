#include "core/ode/autograd_divergence.h"

#include "ATen/TensorOperators.h"
#include "ATen/core/grad_mode.h"
#include "ATen/ops/zeros.h"
#include "ATen/ops/zeros_like.h"
#include "torch/csrc/autograd/autograd.h"

namespace flow::core {
namespace {

// The unit vectors, one for each dimension, for every row.
at::Tensor UnitVector(const at::Tensor& like_bd, int64_t d) {
  at::Tensor unit_bd = at::zeros_like(like_bd);
  unit_bd.select(1, d).fill_(1);
  return unit_bd;
}

}  // namespace

VelocityDivergence AutogradDivergence(const VelocityField& field,
                                      const at::Tensor& x_bd,
                                      const at::Tensor& t_b,
                                      const at::Tensor& probe_pbd) {
  const at::AutoGradMode with_grad(true);
  at::Tensor x = x_bd.detach();
  x.requires_grad_(true);
  const at::Tensor v_bd = field.Velocity(x, t_b);
  const at::Tensor velocity_bd = v_bd.detach();
  at::Tensor divergence_b = at::zeros({x.size(0)}, velocity_bd.options());
  if (!v_bd.requires_grad()) return {velocity_bd, divergence_b};
  const bool exact = !probe_pbd.defined();
  const int64_t terms = exact ? x.size(1) : probe_pbd.size(0);
  for (int64_t i = 0; i < terms; ++i) {
    const at::Tensor e_bd =
        exact ? UnitVector(velocity_bd, i) : probe_pbd.select(0, i);
    const at::Tensor pulled_bd =
        torch::autograd::grad({v_bd}, {x}, {e_bd},
                              /*retain_graph=*/i + 1 < terms)[0];
    divergence_b += exact ? pulled_bd.select(1, i) : (pulled_bd * e_bd).sum(1);
  }
  if (!exact) divergence_b /= static_cast<double>(terms);
  return {velocity_bd, divergence_b.detach()};
}

}  // namespace flow::core
