#ifndef CORE_NN_NETWORK_PARTS_H_
#define CORE_NN_NETWORK_PARTS_H_

#include <cstdint>

#include "core/nn/network.h"
#include "core/nn/network_options.h"

namespace flow::core {

/// A network and its parameters, as a checkpoint has them.
struct TrainedNetwork {
  NetworkOptions options;
  Parameters parameters;
};

/// What is left of a network with label inputs for one class: an input that is
/// always 1 is a column of weights added to the bias, so it is a network
/// without labels that gives the same outputs, up to the rounding of that sum.
/// For kHiddenLabel all label inputs are 0. A network without
/// classes is its own part. FLOW_CHECKs that there is such a class.
TrainedNetwork PartOfClass(const TrainedNetwork& network, int64_t label);

/// What is left of a network with two outputs for one of them, 0 or 1: the rows
/// of its last layer, and of a pair one of its networks. Another network with
/// one output is its own part 0. FLOW_CHECKs that there is such an output.
TrainedNetwork PartOfOutput(const TrainedNetwork& network, int output);

}  // namespace flow::core

#endif  // CORE_NN_NETWORK_PARTS_H_
