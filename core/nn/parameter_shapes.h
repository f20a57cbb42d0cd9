#ifndef CORE_NN_PARAMETER_SHAPES_H_
#define CORE_NN_PARAMETER_SHAPES_H_

/// The parameters of a network without the network. No torch: the compiler
/// tells by it which parts a network has.

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "core/nn/network_options.h"

namespace flow::core {

/// The name of a parameter ("layers.0.weight") and its shape.
struct ParameterShape {
  std::string name;
  std::vector<int64_t> shape;

  int64_t numbers() const;

  bool operator==(const ParameterShape&) const = default;
};

/// Those of Network::Initialize, in order.
std::vector<ParameterShape> ParameterShapes(const NetworkOptions& options);

/// Whether `parameter` is `name`, or goes on from it behind a dot: "layers.0"
/// covers "layers.0.weight", not "layers.01.weight".
bool NameCovers(absl::string_view name, absl::string_view parameter);

}  // namespace flow::core

#endif  // CORE_NN_PARAMETER_SHAPES_H_
