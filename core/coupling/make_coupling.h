#ifndef CORE_COUPLING_MAKE_COUPLING_H_
#define CORE_COUPLING_MAKE_COUPLING_H_

#include <memory>

#include "core/coupling/coupling.h"
#include "core/coupling/coupling_options.h"

namespace flow::core {

/// The coupling that the options describe.
std::shared_ptr<const Coupling> MakeCoupling(const CouplingOptions& options);

}  // namespace flow::core

#endif  // CORE_COUPLING_MAKE_COUPLING_H_
