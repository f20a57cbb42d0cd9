#ifndef CORE_NN_MAKE_FIELD_H_
#define CORE_NN_MAKE_FIELD_H_

#include <memory>

#include "core/nn/network.h"
#include "core/nn/network_options.h"
#include "core/ode/divergence_field.h"

namespace flow::core {

/// The network with these parameters as a field, by the executor of its
/// options, or where its parameters are on a device by LibTorch. FLOW_CHECKs
/// that it has no classes and one output: of others the parts are fields
/// (network_parts.h).
std::shared_ptr<const DivergenceField> MakeField(const NetworkOptions& options,
                                                 Parameters parameters);

}  // namespace flow::core

#endif  // CORE_NN_MAKE_FIELD_H_
