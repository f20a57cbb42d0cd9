#include "flowlang/lower/ends.h"

#include "core/base/status_macros.h"
#include "datasets/make_distribution.h"

namespace flow::lang {

absl::StatusOr<Ends> MakeEnds(const datasets::DistributionOptions& source,
                              const datasets::DistributionOptions& target,
                              Seed run_seed) {
  Ends ends;
  FLOW_ASSIGN_OR_RETURN(ends.source, MakeSource(source, run_seed));
  FLOW_ASSIGN_OR_RETURN(ends.target,
                        datasets::MakeDistribution(
                            target, DeriveSeed(run_seed, "data", "target")));
  return ends;
}

absl::StatusOr<std::shared_ptr<const core::Distribution>> MakeSource(
    const datasets::DistributionOptions& source, Seed run_seed) {
  return datasets::MakeDistribution(source,
                                    DeriveSeed(run_seed, "data", "source"));
}

}  // namespace flow::lang
