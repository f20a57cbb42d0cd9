#include "flowlang/lower/field_pairs.h"

#include <memory>
#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "field_matching/field_batches.h"

namespace flow::lang {
namespace {

using field_matching::FieldBatches;
using field_matching::FieldOptions;

// A twentieth less variance is not worth a sum.
constexpr double kWorthSumming = 1.05;

constexpr int64_t kPointsOfBox = 10'000;

at::Tensor SomePoints(const core::Distribution& law, Seed seed) {
  return law.DrawDistinct(law.size().value_or(kPointsOfBox), seed).x_nd;
}

field_matching::Box BoxOf(const FieldOptions& options, const Ends& ends,
                          Seed seed) {
  if (!std::holds_alternative<field_matching::SlabOptions>(options.coverage)) {
    return {};
  }
  return field_matching::BoundingBox(
      SomePoints(*ends.source, DeriveSeed(seed, "box", "source")),
      SomePoints(*ends.target, DeriveSeed(seed, "box", "target")));
}

bool IsOnPaths(const FieldOptions& options) {
  return std::holds_alternative<field_matching::FromPairsOptions>(
      options.coverage);
}

}  // namespace

absl::StatusOr<ClientBatches> ToFields(const ClientBatches& pairs,
                                       const Ends& ends,
                                       const TrainVelocityStage& work,
                                       const StageContext& context, Seed seed) {
  FieldOptions options = *work.field;
  const field_matching::Box box = BoxOf(options, ends, context.plan.seed);
  const auto make = [&](size_t client) {
    return std::make_shared<FieldBatches>(pairs[client], options,
                                          work.train.batch, box,
                                          DeriveSeed(seed, "field", client));
  };
  auto* summed = std::get_if<field_matching::PairFieldOptions>(&options.field);
  if (summed != nullptr && summed->pairs > 1 && IsOnPaths(options)) {
    FLOW_ASSIGN_OR_RETURN(const core::Batch first, make(0)->Get(0));
    const double effective = first.coupling.effective_pairs;
    if (effective < kWorthSumming) {
      FLOW_RETURN_IF_ERROR(context.Warn(absl::StrCat(
          "of ", summed->pairs, " pairs ", effective,
          " have a share in the average at a point: it is taken over one; a "
          "wider path, given: TARGET or fewer dimensions may help")));
      summed->pairs = 1;
    }
  }
  ClientBatches fields;
  for (size_t i = 0; i < pairs.size(); ++i) fields.push_back(make(i));
  return fields;
}

}  // namespace flow::lang
