#include "core/train/make_batch_gradient.h"

#include <utility>
#include <variant>

#include "core/base/check.h"
#include "core/nn/make_network.h"
#include "core/train/autograd_gradient.h"
#include "core/train/kernel_gradient.h"

namespace flow::core {

std::unique_ptr<BatchGradient> MakeBatchGradient(
    const NetworkOptions& network,
    std::shared_ptr<const RegressionObjective> objective,
    const std::optional<RecordBound>& bound) {
  const auto* mlp = std::get_if<MlpOptions>(&network);
  if (mlp != nullptr && mlp->executor == Executor::kKernels) {
    return std::make_unique<KernelGradient>(*mlp, std::move(objective), bound);
  }
  FLOW_CHECK(!bound) << "records are bounded by kernels alone";
  return std::make_unique<AutogradGradient>(MakeNetwork(network),
                                            std::move(objective));
}

}  // namespace flow::core
