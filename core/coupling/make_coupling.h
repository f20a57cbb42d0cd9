#ifndef CORE_COUPLING_MAKE_COUPLING_H_
#define CORE_COUPLING_MAKE_COUPLING_H_

#include <memory>
#include <optional>

#include "core/coupling/coupling.h"
#include "core/coupling/coupling_options.h"
#include "core/coupling/semidiscrete_coupling.h"

namespace flow::core {

/// The coupling that the options describe; a semi-discrete one needs its
/// targets and their weights.
std::shared_ptr<const Coupling> MakeCoupling(
    const CouplingOptions& options,
    std::optional<WeightedTargets> targets = std::nullopt);

}  // namespace flow::core

#endif  // CORE_COUPLING_MAKE_COUPLING_H_
