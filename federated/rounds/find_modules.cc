#include "federated/rounds/find_modules.h"

namespace flow::federated {

absl::StatusOr<std::vector<ModuleRange>> FindModules(
    absl::Span<const ModuleOptions> modules,
    const core::Parameters& parameters) {
  std::vector<core::ParameterCount> counts;
  for (const core::NamedTensor& p : parameters) {
    counts.push_back({p.name, p.value.numel()});
  }
  return FindModuleRanges(modules, counts);
}

}  // namespace flow::federated
