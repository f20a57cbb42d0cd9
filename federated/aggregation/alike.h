#ifndef FEDERATED_AGGREGATION_ALIKE_H_
#define FEDERATED_AGGREGATION_ALIKE_H_

#include "ATen/core/Tensor.h"
#include "absl/strings/string_view.h"
#include "core/base/check.h"

namespace flow::federated {

/// FLOW_CHECKs that `other`, `name` in the message, has the shape and the dtype
/// of `weights`, which is [P].
inline void CheckAlike(const at::Tensor& weights, const at::Tensor& other,
                       absl::string_view name) {
  FLOW_CHECK(weights.defined() && weights.dim() == 1)
      << "weights must be one row";
  FLOW_CHECK(other.defined()) << name << " must be given";
  FLOW_CHECK(other.sizes() == weights.sizes() &&
             other.scalar_type() == weights.scalar_type())
      << name << " must have the shape and dtype of the weights; got "
      << other.numel() << " numbers for " << weights.numel();
}

}  // namespace flow::federated

#endif  // FEDERATED_AGGREGATION_ALIKE_H_
