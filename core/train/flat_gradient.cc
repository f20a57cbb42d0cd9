#include "core/train/flat_gradient.h"

#include <vector>

#include "ATen/ops/concat.h"
#include "torch/csrc/autograd/autograd.h"

namespace flow::core {

Parameters LeavesOf(Parameters parameters) {
  for (NamedTensor& leaf : parameters) {
    leaf.value = leaf.value.detach().requires_grad_();
  }
  return parameters;
}

at::Tensor FlatGradient(const at::Tensor& loss, const Parameters& leaves) {
  std::vector<at::Tensor> gradients =
      torch::autograd::grad({loss}, ValuesOf(leaves));
  for (at::Tensor& g : gradients) g = g.flatten();
  return at::concat(gradients);
}

}  // namespace flow::core
