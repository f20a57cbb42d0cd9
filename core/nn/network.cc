#include "core/nn/network.h"

namespace flow::core {

std::vector<at::Tensor> ValuesOf(const Parameters& parameters) {
  std::vector<at::Tensor> values;
  values.reserve(parameters.size());
  for (const NamedTensor& p : parameters) values.push_back(p.value);
  return values;
}

std::vector<ParameterShape> ShapesOf(const Parameters& parameters) {
  std::vector<ParameterShape> shapes;
  for (const NamedTensor& p : parameters) {
    shapes.push_back({p.name, p.value.sizes().vec()});
  }
  return shapes;
}

int64_t CountNumbers(const Parameters& parameters) {
  int64_t count = 0;
  for (const NamedTensor& p : parameters) count += p.value.numel();
  return count;
}

Parameters CloneParameters(const Parameters& parameters) {
  Parameters clones;
  clones.reserve(parameters.size());
  for (const NamedTensor& p : parameters) {
    clones.push_back({p.name, p.value.detach().clone()});
  }
  return clones;
}

}  // namespace flow::core
