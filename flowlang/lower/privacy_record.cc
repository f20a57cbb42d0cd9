#include "flowlang/lower/privacy_record.h"

#include <algorithm>
#include <cstdint>

#include "core/base/status_macros.h"
#include "federated/privacy/rdp_accountant.h"
#include "flowlang/plan/stage_work.h"

namespace flow::lang {

using Json = nlohmann::ordered_json;

Json PrivacyRecord(const TrainVelocityStage& work, const TrainingRun& run) {
  const auto* level = RecordLevelOf(work);
  if (level == nullptr || !run.sampling_rate) return nullptr;
  return {{"level", "record"},
          {"clip", level->clip},
          {"noise_multiplier", level->noise_multiplier},
          {"delta", level->delta},
          {"sums", work.train.steps * work.federation->StepsInRound()},
          {"sampling_rate", *run.sampling_rate}};
}

void AddPrivacy(const Json& of_training, Json* all) {
  if (all->is_null()) {
    *all = of_training;
    return;
  }
  Json& sums = (*all)["sums"];
  Json& rate = (*all)["sampling_rate"];
  sums = sums.get<int64_t>() + of_training["sums"].get<int64_t>();
  rate =
      std::max(rate.get<double>(), of_training["sampling_rate"].get<double>());
}

absl::Status AddEpsilon(Json* all) {
  if (all->is_null()) return absl::OkStatus();
  FLOW_ASSIGN_OR_RETURN(
      const federated::EpsilonAtOrder least,
      federated::Epsilon(
          {(*all)["sampling_rate"].get<double>(),
           (*all)["noise_multiplier"].get<double>(),
           (*all)["sums"].get<int64_t>(), federated::Sampling::kFixedSize},
          (*all)["delta"].get<double>()));
  (*all)["epsilon"] = least.epsilon;
  return absl::OkStatus();
}

}  // namespace flow::lang
