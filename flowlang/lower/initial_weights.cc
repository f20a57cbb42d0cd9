#include "flowlang/lower/initial_weights.h"

#include <string>
#include <utility>

#include "core/base/files.h"
#include "core/base/status_macros.h"
#include "flowlang/lower/weights_file.h"

namespace flow::lang {

absl::StatusOr<core::Parameters> InitialWeights(const TrainVelocityStage& work,
                                                const core::Network& network,
                                                const StageContext& context) {
  const Stage& stage = context.stage();
  if (!work.warm_start) {
    return network.Initialize(
        DeriveSeed(context.plan.seed, stage.name, "weights"));
  }
  FLOW_ASSIGN_OR_RETURN(
      const std::string folder,
      context.directory.StageFolder(context.plan,
                                    context.IndexOf(stage.inputs.back())));
  FLOW_ASSIGN_OR_RETURN(TensorFile weights,
                        ReadTensors(JoinPath(folder, "weights.safetensors")));
  return std::move(weights.tensors);
}

}  // namespace flow::lang
