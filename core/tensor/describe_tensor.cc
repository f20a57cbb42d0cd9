#include "core/tensor/describe_tensor.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace flow::core {

std::string DescribeTensor(const at::Tensor& x) {
  if (!x.defined()) return "nothing";
  const auto sizes = x.sizes();
  return absl::StrCat(c10::toString(x.scalar_type()), " [",
                      absl::StrJoin(sizes.begin(), sizes.end(), ", "), "]");
}

}  // namespace flow::core
