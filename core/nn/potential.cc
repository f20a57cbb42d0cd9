#include "core/nn/potential.h"

#include "ATen/core/grad_mode.h"
#include "ATen/ops/sum.h"
#include "torch/csrc/autograd/autograd.h"

namespace flow::core {

at::Tensor Potential::Gradients(const Parameters& parameters,
                                const at::Tensor& x_bd) const {
  const at::AutoGradMode with_grad(true);
  const at::Tensor leaf_bd = x_bd.detach().requires_grad_();
  Parameters fixed = parameters;
  for (NamedTensor& p : fixed) p.value = p.value.detach();
  // a row's value depends on that row alone
  return torch::autograd::grad({Values(fixed, leaf_bd).sum()}, {leaf_bd})[0];
}

}  // namespace flow::core
