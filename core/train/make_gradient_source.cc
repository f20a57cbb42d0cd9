#include "core/train/make_gradient_source.h"

#include <utility>
#include <variant>

#include "core/nn/make_network.h"
#include "core/train/kernel_gradient_source.h"
#include "core/train/local_gradient_source.h"

namespace flow::core {
namespace {

struct Maker {
  std::shared_ptr<const RegressionObjective> objective;
  std::shared_ptr<const Batches> batches;
  ThreadPool* pool;

  std::shared_ptr<GradientSource> operator()(const MlpOptions& options) {
    if (options.executor == Executor::kKernels) {
      return std::make_shared<KernelGradientSource>(
          options, std::move(objective), std::move(batches), pool);
    }
    return ByAutograd(options);
  }
  std::shared_ptr<GradientSource> operator()(const IcnnOptions& options) {
    return ByAutograd(options);
  }

  std::shared_ptr<GradientSource> operator()(const MlpPairOptions& options) {
    return ByAutograd(options);
  }

  std::shared_ptr<GradientSource> ByAutograd(const NetworkOptions& options) {
    return std::make_shared<LocalGradientSource>(
        MakeNetwork(options), std::move(objective), std::move(batches), pool);
  }
};

}  // namespace

std::shared_ptr<GradientSource> MakeGradientSource(
    const NetworkOptions& network,
    std::shared_ptr<const RegressionObjective> objective,
    std::shared_ptr<const Batches> batches, ThreadPool* pool) {
  return std::visit(Maker{std::move(objective), std::move(batches), pool},
                    network);
}

}  // namespace flow::core
