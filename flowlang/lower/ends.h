#ifndef FLOWLANG_LOWER_ENDS_H_
#define FLOWLANG_LOWER_ENDS_H_

#include <cstdint>
#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "core/base/random.h"
#include "core/distribution/distribution.h"
#include "datasets/distribution_options.h"
#include "flowlang/plan/plan.h"

namespace flow::lang {

/// Both ends of a flow: laws, or sets of points.
struct Ends {
  std::shared_ptr<const core::Distribution> source, target;
  // whose each point of the target is, where a column of its file says so
  std::vector<int64_t> client_of_point = {};
};

/// The ends that every stage of a run sees: what is drawn once, such as the
/// points of a finite set, is known by the seed of the run. With a shallow
/// start the source is that. Errors: those of MakeDistribution and
/// MakeShallowStart.
absl::StatusOr<Ends> MakeEnds(const EndsOptions& options, Seed run_seed);

/// The source alone.
absl::StatusOr<std::shared_ptr<const core::Distribution>> MakeSource(
    const datasets::DistributionOptions& source, Seed run_seed);

}  // namespace flow::lang

#endif  // FLOWLANG_LOWER_ENDS_H_
