#ifndef CORE_NN_MAKE_POTENTIAL_H_
#define CORE_NN_MAKE_POTENTIAL_H_

#include <memory>

#include "core/nn/potential.h"
#include "core/nn/potential_options.h"

namespace flow::core {

/// The potential that the options ask for.
std::shared_ptr<const Potential> MakePotential(const PotentialOptions& options);

}  // namespace flow::core

#endif  // CORE_NN_MAKE_POTENTIAL_H_
