#include "flowlang/lower/exact_field.h"

#include <utility>
#include <variant>
#include <vector>

#include "core/base/check.h"
#include "core/base/status_macros.h"
#include "core/train/equal_pairs.h"
#include "field_matching/coulomb_field.h"
#include "field_matching/pair_field.h"
#include "flowlang/lower/training_pairs.h"

namespace flow::lang {

absl::StatusOr<std::shared_ptr<const field_matching::Field>> ExactField(
    const std::string& trained, int64_t points, const StageContext& context) {
  StageContext of_training = context;
  of_training.index = context.IndexOf(trained);
  TrainVelocityStage work =
      std::get<TrainVelocityStage>(of_training.stage().work);
  FLOW_CHECK(work.field && !work.federation) << "the checks require one field";
  const field_matching::FieldOptions options = *std::move(work.field);
  work.field.reset();
  const Seed seed = DeriveSeed(context.plan.seed, "exact_field");
  FLOW_ASSIGN_OR_RETURN(const std::vector<PairsOfClient> clients,
                        MakePairs(work, of_training, seed));
  FLOW_ASSIGN_OR_RETURN(const core::Batch drawn,
                        core::EqualPairs(*clients[0].batches, points,
                                         DeriveSeed(seed, "weights")));
  if (const auto* pairs =
          std::get_if<field_matching::PairFieldOptions>(&options.field)) {
    return std::make_shared<field_matching::PairField>(
        *pairs, options.gap, drawn.x0_bd, drawn.x1_bd);
  }
  return std::make_shared<field_matching::CoulombField>(
      drawn.x0_bd, drawn.x1_bd, options.gap);
}

}  // namespace flow::lang
