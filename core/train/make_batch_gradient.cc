#include "core/train/make_batch_gradient.h"

#include <utility>
#include <variant>

#include "core/base/check.h"
#include "core/nn/bfloat16_network.h"
#include "core/nn/make_network.h"
#include "core/train/autograd_gradient.h"
#include "core/train/kernel_gradient.h"

namespace flow::core {

std::shared_ptr<const Network> MakeTrainedNetwork(const NetworkOptions& network,
                                                  Precision precision) {
  std::shared_ptr<const Network> made = MakeNetwork(network);
  return precision == Precision::kBfloat16 ? InBfloat16(std::move(made)) : made;
}

std::unique_ptr<BatchGradient> MakeBatchGradient(
    const NetworkOptions& network,
    std::shared_ptr<const RegressionObjective> objective,
    const std::optional<RecordBound>& bound, Precision precision) {
  const auto* mlp = std::get_if<MlpOptions>(&network);
  if (mlp != nullptr && mlp->executor == Executor::kKernels &&
      precision != Precision::kBfloat16) {
    return std::make_unique<KernelGradient>(*mlp, std::move(objective), bound);
  }
  FLOW_CHECK(!bound) << "records are bounded by kernels alone";
  return std::make_unique<AutogradGradient>(
      MakeTrainedNetwork(network, precision), std::move(objective));
}

}  // namespace flow::core
