#ifndef CORE_NN_FLAT_PARAMETERS_H_
#define CORE_NN_FLAT_PARAMETERS_H_

#include "ATen/core/Tensor.h"
#include "core/nn/network.h"

namespace flow::core {

/// The parameters of a network as one contiguous tensor, one behind the other
/// in their order, and as views of it under their names: what is done to all of
/// them alike takes one pass.
struct FlatParameters {
  at::Tensor flat;  // [P]
  Parameters named;
};

/// A copy of `parameters`, which have one dtype.
FlatParameters Flatten(const Parameters& parameters);

/// Views of `flat` with the names and shapes of `like`. FLOW_CHECKs that the
/// sizes agree.
FlatParameters ViewsOf(const at::Tensor& flat, const Parameters& like);

}  // namespace flow::core

#endif  // CORE_NN_FLAT_PARAMETERS_H_
