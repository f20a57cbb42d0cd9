#include "core/nn/flat_parameters.h"

#include <vector>

#include "ATen/ops/concat.h"
#include "core/base/check.h"

namespace flow::core {

FlatParameters Flatten(const Parameters& parameters) {
  std::vector<at::Tensor> values;
  for (const NamedTensor& p : parameters) values.push_back(p.value.flatten());
  return ViewsOf(at::concat(values), parameters);
}

FlatParameters ViewsOf(const at::Tensor& flat, const Parameters& like) {
  FlatParameters views{flat, {}};
  int64_t begin = 0;
  for (const NamedTensor& p : like) {
    const int64_t end = begin + p.value.numel();
    FLOW_CHECK(end <= flat.numel()) << "too short for '" << p.name << "'";
    views.named.push_back(
        {p.name, flat.slice(0, begin, end).view(p.value.sizes())});
    begin = end;
  }
  FLOW_CHECK(begin == flat.numel()) << "too long for these parameters";
  return views;
}

}  // namespace flow::core
