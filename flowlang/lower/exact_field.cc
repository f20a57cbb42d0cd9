#include "flowlang/lower/exact_field.h"

#include <utility>
#include <variant>
#include <vector>

#include "ATen/TensorOperators.h"
#include "ATen/ops/concat.h"
#include "core/base/check.h"
#include "core/base/status_macros.h"
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
  FLOW_ASSIGN_OR_RETURN(
      const std::vector<PairsOfClient> clients,
      MakePairs(work, of_training,
                DeriveSeed(context.plan.seed, "exact_field")));
  std::vector<at::Tensor> x0, x1;
  for (int64_t drawn = 0, step = 0; drawn < points; ++step) {
    FLOW_ASSIGN_OR_RETURN(const core::Batch batch,
                          clients[0].batches->Get(step));
    x0.push_back(batch.x0_bd);
    x1.push_back(batch.x1_bd);
    drawn += batch.x0_bd.size(0);
  }
  const at::Tensor x0_kd = at::concat(x0).narrow(0, 0, points);
  const at::Tensor x1_kd = at::concat(x1).narrow(0, 0, points);
  if (const auto* pairs =
          std::get_if<field_matching::PairFieldOptions>(&options.field)) {
    return std::make_shared<field_matching::PairField>(*pairs, options.gap,
                                                       x0_kd, x1_kd);
  }
  return std::make_shared<field_matching::CoulombField>(x0_kd, x1_kd,
                                                        options.gap);
}

}  // namespace flow::lang
