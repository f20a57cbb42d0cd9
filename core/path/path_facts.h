#ifndef CORE_PATH_PATH_FACTS_H_
#define CORE_PATH_PATH_FACTS_H_

/// What is known of a path before anything is drawn. No torch: the compiler
/// asks too.

#include <variant>

#include "core/path/path_options.h"

namespace flow::core {

/// Whether x_t depends on a noise z besides both ends of the pair.
bool UsesNoise(const PathOptions& options);

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
