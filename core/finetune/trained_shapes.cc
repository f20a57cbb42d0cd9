#include "core/finetune/trained_shapes.h"

#include <variant>

#include "absl/status/status.h"
#include "core/finetune/low_rank_shapes.h"
#include "core/finetune/narrow_network.h"

namespace flow::core {

absl::StatusOr<std::vector<ParameterShape>> TrainedShapes(
    const FineTuningOptions& options, const NetworkOptions& network) {
  if (const auto* low_rank = std::get_if<LowRankOptions>(&options)) {
    return LowRankShapes(*low_rank, ParameterShapes(network));
  }
  if (const auto* proxy = std::get_if<ProxyOptions>(&options)) {
    const auto* mlp = std::get_if<MlpOptions>(&network);
    if (mlp == nullptr) {
      return absl::InvalidArgumentError("a proxy is that of one perceptron");
    }
    return ParameterShapes(NarrowNetwork(*proxy, *mlp));
  }
  return ParameterShapes(network);
}

}  // namespace flow::core
