#include "core/distribution/shallow_start.h"

#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "ATen/TensorOperators.h"
#include "ATen/ops/nonzero.h"
#include "absl/status/status.h"
#include "absl/strings/str_format.h"
#include "core/base/check.h"
#include "core/base/status_macros.h"
#include "core/distribution/class_gaussians.h"
#include "core/distribution/gaussian.h"
#include "core/distribution/gaussian_component.h"

namespace flow::core {
namespace {

// The start of points float64 [M, D], M >= 1, which are `whose`; its weight is
// M.
absl::StatusOr<GaussianComponent> StartOf(const at::Tensor& x_md, double time,
                                          const std::string& whose) {
  const at::Tensor mean_d = x_md.mean(0);
  const double variance = (x_md - mean_d).square().mean().item<double>();
  const double left = (1 - time) * (1 - time) - time * time * variance;
  if (!(left > 0)) {
    return absl::FailedPreconditionError(absl::StrFormat(
        "a start at the time %g leaves no noise: %s lies %.3g around its mean "
        "in a coordinate, so that the time must be < %.3g",
        time, whose, std::sqrt(variance), 1 / (1 + std::sqrt(variance))));
  }
  const at::Tensor start_d = (time * mean_d).contiguous();
  const double* start = start_d.const_data_ptr<double>();
  return GaussianComponent{static_cast<double>(x_md.size(0)),
                           {start, start + start_d.size(0)},
                           std::sqrt(left)};
}

}  // namespace

absl::StatusOr<std::unique_ptr<Distribution>> MakeShallowStart(
    const Points& target, int64_t classes, double time) {
  FLOW_CHECK(time > 0 && time < 1) << "a time within (0, 1); got " << time;
  FLOW_CHECK(classes == 0 || target.label_n.defined()) << "labels";
  const at::Tensor x_nd = target.x_nd.to(at::kDouble);
  if (classes == 0) {
    FLOW_ASSIGN_OR_RETURN(GaussianComponent all,
                          StartOf(x_nd, time, "the target"));
    return Gaussian::Create(std::move(all.mean), all.std);
  }
  std::vector<GaussianComponent> starts;
  for (int64_t k = 0; k < classes; ++k) {
    const at::Tensor row_m = at::nonzero(target.label_n.eq(k)).squeeze(1);
    if (row_m.size(0) == 0) {
      return absl::FailedPreconditionError(absl::StrFormat(
          "class %d has no points whose mean to start from", k));
    }
    FLOW_ASSIGN_OR_RETURN(GaussianComponent start,
                          StartOf(x_nd.index_select(0, row_m), time,
                                  absl::StrFormat("class %d", k)));
    starts.push_back(std::move(start));
  }
  return ClassGaussians::Create(std::move(starts));
}

}  // namespace flow::core
