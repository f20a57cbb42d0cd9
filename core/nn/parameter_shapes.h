#ifndef CORE_NN_PARAMETER_SHAPES_H_
#define CORE_NN_PARAMETER_SHAPES_H_

/// The parameters of a network without the network. No torch: the compiler
/// tells by it which parts a network has.

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "core/nn/network_options.h"
#include "core/nn/parameter_spec.h"

namespace flow::core {

/// Those of Network::Initialize, in order.
std::vector<ParameterShape> ParameterShapes(const NetworkOptions& options);

/// How many numbers they are together.
int64_t NumParameters(const NetworkOptions& options);

/// Whether `parameter` is `name`, or goes on from it behind a dot: "layers.0"
/// covers "layers.0.weight", not "layers.01.weight".
bool NameCovers(absl::string_view name, absl::string_view parameter);

}  // namespace flow::core

#endif  // CORE_NN_PARAMETER_SHAPES_H_
