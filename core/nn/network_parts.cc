#include "core/nn/network_parts.h"

#include <utility>
#include <variant>

#include "ATen/TensorOperators.h"
#include "core/base/check.h"
#include "core/nn/mlp_pair.h"

namespace flow::core {

TrainedNetwork PartOfClass(const TrainedNetwork& network, int64_t label) {
  MlpOptions mlp = std::get<MlpOptions>(network.options);
  FLOW_CHECK(label >= kHiddenLabel && label < mlp.classes)
      << "label " << label << " of " << mlp.classes << " classes";
  const int64_t inputs = InputWidth(mlp) - mlp.classes;
  mlp.classes = 0;
  Parameters parameters = network.parameters;
  at::Tensor& weight = parameters[0].value;
  at::Tensor& bias = parameters[1].value;
  if (label >= 0) bias = bias + weight.select(1, inputs + label);
  weight = weight.narrow(1, 0, inputs).contiguous();
  return {mlp, std::move(parameters)};
}

TrainedNetwork PartOfOutput(const TrainedNetwork& network, int output) {
  if (std::holds_alternative<IcnnOptions>(network.options)) {
    FLOW_CHECK(output == 0) << "output " << output;
    return network;
  }
  if (const auto* pair = std::get_if<MlpPairOptions>(&network.options)) {
    return {pair->each, HalfOf(network.parameters, output)};
  }
  MlpOptions mlp = std::get<MlpOptions>(network.options);
  FLOW_CHECK(output == 0 || (output == 1 && mlp.outputs == Outputs::kTwo))
      << "output " << output;
  mlp.outputs = Outputs::kOne;
  Parameters parameters = network.parameters;
  for (size_t i = parameters.size() - 2; i < parameters.size(); ++i) {
    parameters[i].value =
        parameters[i].value.narrow(0, output * mlp.dim, mlp.dim).contiguous();
  }
  return {mlp, std::move(parameters)};
}

}  // namespace flow::core
