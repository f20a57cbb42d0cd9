#include "flowlang/lower/ends.h"

#include <algorithm>
#include <cstdint>
#include <utility>
#include <variant>

#include "core/base/status_macros.h"
#include "core/distribution/shallow_start.h"
#include "datasets/array_file.h"
#include "datasets/make_distribution.h"

namespace flow::lang {

namespace {

using DistributionPtr = std::shared_ptr<const core::Distribution>;

// Of a law that never runs out, for its means.
constexpr int64_t kPointsOfLaw = 65536;

absl::StatusOr<DistributionPtr> MakeTarget(
    const datasets::DistributionOptions& target, Seed run_seed) {
  return datasets::MakeDistribution(target,
                                    DeriveSeed(run_seed, "data", "target"));
}

absl::StatusOr<DistributionPtr> MakeStart(const ShallowStartOptions& options,
                                          Seed run_seed) {
  FLOW_ASSIGN_OR_RETURN(const DistributionPtr target,
                        MakeTarget(options.target, run_seed));
  const core::Points points =
      target->DrawDistinct(target->size().value_or(kPointsOfLaw),
                           DeriveSeed(run_seed, "shallow_start"));
  // a network may know of more classes than the target has
  return core::MakeShallowStart(
      points, std::min(options.classes, target->num_classes()), options.time);
}

}  // namespace

absl::StatusOr<Ends> MakeEnds(const EndsOptions& options, Seed run_seed) {
  Ends ends;
  FLOW_ASSIGN_OR_RETURN(ends.source,
                        options.shallow_start
                            ? MakeStart(*options.shallow_start, run_seed)
                            : MakeSource(options.source, run_seed));
  FLOW_ASSIGN_OR_RETURN(ends.target, MakeTarget(options.target, run_seed));
  const auto* file =
      std::get_if<datasets::ArrayFileOptions>(&options.target.law);
  if (file != nullptr && file->client_column) {
    FLOW_ASSIGN_OR_RETURN(datasets::PointTable table,
                          datasets::LoadArrayFile(*file));
    ends.client_of_point = std::move(table.client);
  }
  return ends;
}

absl::StatusOr<std::shared_ptr<const core::Distribution>> MakeSource(
    const datasets::DistributionOptions& source, Seed run_seed) {
  return datasets::MakeDistribution(source,
                                    DeriveSeed(run_seed, "data", "source"));
}

}  // namespace flow::lang
