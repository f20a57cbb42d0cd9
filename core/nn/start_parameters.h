#ifndef CORE_NN_START_PARAMETERS_H_
#define CORE_NN_START_PARAMETERS_H_

#include "core/base/random.h"
#include "core/nn/network.h"
#include "core/nn/parameter_spec.h"

namespace flow::core {

/// The parameters of a table at their start, float32: element i of a tensor
/// from row i of a seed that is derived from the tensor's name.
Parameters StartParameters(const ParameterSpecs& specs, Seed seed);

}  // namespace flow::core

#endif  // CORE_NN_START_PARAMETERS_H_
