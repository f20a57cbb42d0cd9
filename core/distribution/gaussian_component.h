#ifndef CORE_DISTRIBUTION_GAUSSIAN_COMPONENT_H_
#define CORE_DISTRIBUTION_GAUSSIAN_COMPONENT_H_

#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace flow::core {

/// One isotropic normal law w N(m, s^2 I) of a mixture. No torch in sight, so
/// that whoever only describes a mixture need not link it.
struct GaussianComponent {
  double weight = 1;  // > 0, relative to the other components
  std::vector<double> mean;
  double std = 1;  // > 0, of each coordinate

  bool operator==(const GaussianComponent&) const = default;
};

/// Whether N(mean, std^2 I) is a normal law: `mean` not empty, everything
/// finite and `std` > 0. InvalidArgument otherwise, naming the value after
/// `prefix`: "source.std must be finite and > 0; got -1" for the prefix
/// "source.".
absl::Status ValidateGaussian(absl::string_view prefix,
                              absl::Span<const double> mean, double std);

/// Whether the components make a mixture: at least one; means of one dimension
/// D >= 1; everything finite; weights and deviations positive. InvalidArgument
/// otherwise, naming the value: "component[2].std must be finite and > 0; got
/// -1".
absl::Status ValidateComponents(absl::Span<const GaussianComponent> components);

}  // namespace flow::core

#endif  // CORE_DISTRIBUTION_GAUSSIAN_COMPONENT_H_
