#include "core/distribution/gaussian_component.h"

#include <cmath>
#include <string>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"

namespace flow::core {
namespace {

absl::Status ValidatePositive(absl::string_view prefix, absl::string_view name,
                              double value) {
  if (std::isfinite(value) && value > 0) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat(prefix, name, " must be finite and > 0; got ", value));
}

}  // namespace

absl::Status ValidateGaussian(absl::string_view prefix,
                              absl::Span<const double> mean, double std) {
  if (mean.empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat(prefix, "mean must not be empty"));
  }
  for (size_t d = 0; d < mean.size(); ++d) {
    if (!std::isfinite(mean[d])) {
      return absl::InvalidArgumentError(
          absl::StrCat(prefix, "mean[", d, "] must be finite; got ", mean[d]));
    }
  }
  return ValidatePositive(prefix, "std", std);
}

absl::Status ValidateComponents(
    absl::Span<const GaussianComponent> components) {
  if (components.empty()) {
    return absl::InvalidArgumentError("a mixture needs at least one component");
  }
  const size_t dim = components[0].mean.size();
  for (size_t k = 0; k < components.size(); ++k) {
    const auto& [weight, mean, std] = components[k];
    const std::string prefix = absl::StrCat("component[", k, "].");
    FLOW_RETURN_IF_ERROR(ValidatePositive(prefix, "weight", weight));
    FLOW_RETURN_IF_ERROR(ValidateGaussian(prefix, mean, std));
    if (mean.size() != dim) {
      return absl::InvalidArgumentError(absl::StrCat(
          prefix, "mean must have ", dim,
          " coordinates, as that of component[0]; got ", mean.size()));
    }
  }
  return absl::OkStatus();
}

}  // namespace flow::core
