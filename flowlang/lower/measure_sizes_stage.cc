#include "flowlang/lower/measure_sizes_stage.h"

#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "core/base/check.h"
#include "core/base/random.h"
#include "core/base/status_macros.h"
#include "flowlang/lower/pool_files.h"
#include "local_flow/measured_sizes.h"
#include "local_flow/step_sizes.h"

namespace flow::lang {
namespace {

using Json = nlohmann::ordered_json;

std::string SizeKey(int64_t step) { return absl::StrCat("size_", step + 1); }

}  // namespace

absl::StatusOr<Json> RunMeasureSizesStage(const MeasureSizesStage& work,
                                          const StageContext& context) {
  const absl::Time start = absl::Now();
  FLOW_RETURN_IF_ERROR(context.Announce(""));
  FLOW_ASSIGN_OR_RETURN(const core::RowStore pool,
                        LoadPoolOfInput(work.pool, context));
  const Seed seed = DeriveSeed(context.plan.seed, context.stage().name);
  const local_flow::MeasuredSizes found = local_flow::MeasureSizes(
      pool.Slice(0, work.points), work.count, work.total, seed);
  Json measured = Json::object();
  for (int64_t n = 0; n < work.count; ++n) {
    measured[SizeKey(n)] = found.sizes[n];
    measured[absl::StrCat("way_", n + 1)] = found.way[n];
  }
  return Json{{"wall_seconds", absl::ToDoubleSeconds(absl::Now() - start)},
              {"measured", std::move(measured)}};
}

absl::StatusOr<local_flow::BlockOptions> OptionsOfBlock(
    const ChainBlock& block, const StageContext& context) {
  if (!block.measured) return block.options;
  const std::string* measurement = context.FindInput<MeasureSizesStage>();
  FLOW_CHECK(measurement != nullptr) << "a plan without its measurement";
  FLOW_ASSIGN_OR_RETURN(const std::optional<Json> record,
                        context.directory.FinishedStage(
                            context.plan, context.IndexOf(*measurement)));
  FLOW_CHECK(record.has_value()) << "an input that has not run";
  const std::string key = SizeKey(*block.measured);
  const auto measured = record->find("measured");
  if (measured == record->end() || !measured->contains(key) ||
      !(*measured)[key].is_number()) {
    return absl::DataLossError(
        absl::StrCat("the stage '", *measurement, "' left no '", key, "'"));
  }
  local_flow::BlockOptions options = block.options;
  options.diffusion = local_flow::DiffusionOf((*measured)[key].get<double>());
  return options;
}

}  // namespace flow::lang
