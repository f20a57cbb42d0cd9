#include "core/nn/image/named_layers.h"

#include "ATen/ops/conv2d.h"
#include "ATen/ops/group_norm.h"
#include "ATen/ops/linear.h"
#include "absl/strings/str_cat.h"
#include "core/base/check.h"

namespace flow::core {

NamedLayers::NamedLayers(const Parameters& parameters) {
  for (const NamedTensor& p : parameters) by_name_[p.name] = &p.value;
}

const at::Tensor& NamedLayers::At(absl::string_view name) const {
  const auto found = by_name_.find(name);
  FLOW_CHECK(found != by_name_.end()) << "no parameter '" << name << "'";
  return *found->second;
}

at::Tensor NamedLayers::Linear(absl::string_view name,
                               const at::Tensor& x) const {
  return at::linear(x, Weight(name).flatten(1), Bias(name));
}

at::Tensor NamedLayers::Convolve(absl::string_view name, const at::Tensor& x,
                                 int64_t stride, int64_t padding) const {
  return at::conv2d(x, Weight(name), Bias(name), stride, padding);
}

at::Tensor NamedLayers::GroupNorm(absl::string_view name, const at::Tensor& x,
                                  int64_t groups) const {
  return at::group_norm(x, groups, Weight(name), Bias(name));
}

const at::Tensor& NamedLayers::Weight(absl::string_view name) const {
  return At(absl::StrCat(name, ".weight"));
}

const at::Tensor& NamedLayers::Bias(absl::string_view name) const {
  return At(absl::StrCat(name, ".bias"));
}

}  // namespace flow::core
