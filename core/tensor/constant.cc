#include "core/tensor/constant.h"

#include <utility>

namespace flow::core {

Constant::Constant(at::Tensor value) : kept_(std::make_shared<Kept>()) {
  kept_->value = std::move(value);
}

at::Tensor Constant::Like(const at::Tensor& x) const {
  const std::lock_guard<std::mutex> lock(kept_->mutex);
  for (const at::Tensor& copy : kept_->copies) {
    if (copy.device() == x.device() && copy.scalar_type() == x.scalar_type()) {
      return copy;
    }
  }
  return kept_->copies.emplace_back(
      kept_->value.to(x.device(), x.scalar_type()));
}

}  // namespace flow::core
