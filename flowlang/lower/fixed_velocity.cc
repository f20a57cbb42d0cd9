#include "flowlang/lower/fixed_velocity.h"

#include <utility>

#include "core/base/status_macros.h"
#include "core/nn/make_field.h"
#include "flowlang/lower/weights_file.h"

namespace flow::lang {

absl::StatusOr<std::shared_ptr<const core::VelocityField>> LoadFixedVelocity(
    const TrainVelocityStage& work, const StageContext& context) {
  FLOW_ASSIGN_OR_RETURN(core::Parameters weights,
                        LoadWeights(context.stage().inputs.back(), context));
  return core::MakeField(work.network, std::move(weights));
}

}  // namespace flow::lang
