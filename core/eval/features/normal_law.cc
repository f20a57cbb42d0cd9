#include "core/eval/features/normal_law.h"

#include <tuple>

#include "ATen/TensorOperators.h"
#include "ATen/ops/isfinite.h"
#include "ATen/ops/linalg_eigh.h"
#include "absl/status/status.h"
#include "core/base/status_macros.h"

namespace flow::core {

absl::StatusOr<NormalLaw> NormalLawOf(const FeatureMoments& moments) {
  FLOW_ASSIGN_OR_RETURN(const at::Tensor covariance_ff, Covariance(moments));
  if (!at::isfinite(covariance_ff).all().item<bool>()) {
    return absl::OutOfRangeError("the covariance of features must be finite");
  }
  const auto [value_f, vector_ff] = at::linalg_eigh(covariance_ff);
  return NormalLaw{moments.mean_f, vector_ff * value_f.clamp_min(0).sqrt()};
}

}  // namespace flow::core
