#include "federated/rounds/find_modules.h"

namespace flow::federated {

absl::StatusOr<std::vector<ModuleRange>> FindModules(
    absl::Span<const ModuleOptions> modules,
    const core::Parameters& parameters) {
  return FindModuleRanges(modules, core::ShapesOf(parameters));
}

}  // namespace flow::federated
