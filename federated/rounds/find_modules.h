#ifndef FEDERATED_ROUNDS_FIND_MODULES_H_
#define FEDERATED_ROUNDS_FIND_MODULES_H_

#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "core/nn/network.h"
#include "federated/rounds/module_ranges.h"

namespace flow::federated {

/// FindModuleRanges of parameters that are there.
absl::StatusOr<std::vector<ModuleRange>> FindModules(
    absl::Span<const ModuleOptions> modules,
    const core::Parameters& parameters);

}  // namespace flow::federated

#endif  // FEDERATED_ROUNDS_FIND_MODULES_H_
