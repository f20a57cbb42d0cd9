#ifndef FLOWLANG_LOWER_TRAINED_WEIGHTS_H_
#define FLOWLANG_LOWER_TRAINED_WEIGHTS_H_

#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "core/base/random.h"
#include "core/finetune/fine_tuning_options.h"
#include "core/finetune/low_rank_adapter.h"
#include "core/finetune/network_proxy.h"
#include "core/nn/network.h"
#include "core/nn/network_options.h"
#include "core/train/batch_gradient.h"
#include "flowlang/lower/stage_context.h"

namespace flow::lang {

/// What a training moves: the weights of a network, or what stands for them.
/// Thread-safe.
class TrainedWeights {
 public:
  /// Those of a network that are trained themselves.
  explicit TrainedWeights(core::Parameters network)
      : initial_(std::move(network)) {}

  /// Where the training of the stage begins: at the weights of a file, at those
  /// that its last input left, or at those that the run's seed and the stage's
  /// name give. A proxy is aligned here. Errors: those of reading, of
  /// AlignProxy and of the source; InvalidArgument for a file of another
  /// network's.
  static absl::StatusOr<TrainedWeights> Load(const TrainVelocityStage& work,
                                             const StageContext& context);

  /// Has a proxy learn to say what the whole network says, where the stage asks
  /// for it: of whoever needs `initial` or `WeightsOf`, and not of those who
  /// are sent weights to train. Errors: those of AlignProxy and of the source.
  absl::Status Align(const TrainVelocityStage& work,
                     const StageContext& context);

  const core::Parameters& initial() const { return initial_; }

  /// That whose gradients GradientOf takes, where `whole` is the stage's.
  core::NetworkOptions NetworkOf(const core::NetworkOptions& whole) const;

  /// Whether others than the network's weights are trained.
  bool StandForOthers() const { return adapter_ || proxy_; }

  /// The weights of the network that `trained` are or stand for.
  core::Parameters WeightsOf(const core::Parameters& trained) const;

  /// Of gradients of the network those of what is trained.
  std::unique_ptr<core::BatchGradient> GradientOf(
      std::unique_ptr<core::BatchGradient> network) const;

 private:
  // Puts what is trained in the place of the network's weights.
  absl::Status PutInPlace(const core::AllWeightsOptions&,
                          const TrainVelocityStage&, Seed);
  absl::Status PutInPlace(const core::LowRankOptions& options,
                          const TrainVelocityStage&, Seed seed);
  absl::Status PutInPlace(const core::ProxyOptions& options,
                          const TrainVelocityStage& work, Seed);

  core::Parameters initial_;
  std::shared_ptr<const core::LowRankAdapter> adapter_;  // or null
  std::shared_ptr<const core::NetworkProxy> proxy_;      // or null
};

}  // namespace flow::lang

#endif  // FLOWLANG_LOWER_TRAINED_WEIGHTS_H_
