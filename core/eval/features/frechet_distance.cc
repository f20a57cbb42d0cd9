#include "core/eval/features/frechet_distance.h"

#include "ATen/TensorOperators.h"
#include "ATen/ops/linalg_svdvals.h"
#include "ATen/ops/matmul.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace flow::core {

absl::StatusOr<double> FrechetDistance(const NormalLaw& a, const NormalLaw& b) {
  if (a.mean_f.size(0) != b.mean_f.size(0)) {
    return absl::InvalidArgumentError(
        absl::StrCat("laws that are compared must be of as many features; got ",
                     a.mean_f.size(0), " and ", b.mean_f.size(0)));
  }
  const at::Tensor root =
      at::linalg_svdvals(at::matmul(a.root_ff.t(), b.root_ff)).sum();
  const at::Tensor traces = a.root_ff.square().sum() + b.root_ff.square().sum();
  const at::Tensor means = (a.mean_f - b.mean_f).square().sum();
  return (means + (traces - 2 * root)).item<double>();
}

}  // namespace flow::core
