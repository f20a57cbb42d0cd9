#ifndef CORE_PATH_PATH_FACTS_H_
#define CORE_PATH_PATH_FACTS_H_

/// What is known of a path before anything is drawn. No torch: the compiler
/// asks too.

#include <variant>

#include "core/path/path_options.h"

namespace flow::core {

/// Whether x_t depends on a noise z besides both ends of the pair.
bool UsesNoise(const PathOptions& options);

/// Whether the path leads from x0 to x1 whatever their laws are: a(0) = b(1) =
/// 1 and b(0) = a(1) = 0, but for rounding. A noise around it may be left at
/// the ends.
bool LeadsFromEndToEnd(const PathOptions& options);

/// Whether the mean of |u_t|^2 over all times is finite. It is not where a path
/// is as fast as 1 / sqrt(t) at an end: path_coefficients.h says what its loss
/// is then.
bool HasFiniteEnergy(const PathOptions& options);

/// What the formula of a path says of the law of x0.
struct AnySource {};
struct StandardGaussianSource {};
struct StudentTSource {
  double degrees, scale;
};
/// The law of the target.
struct TargetAsSource {};

using SourceRequirement = std::variant<AnySource, StandardGaussianSource,
                                       StudentTSource, TargetAsSource>;

SourceRequirement RequiredSource(const PathOptions& options);

/// Whether x_t has a law at every time: an encode-decode path without noise
/// would have to pass through a single point.
bool IsNondegenerate(const PathOptions& options);

}  // namespace flow::core

#endif  // CORE_PATH_PATH_FACTS_H_
