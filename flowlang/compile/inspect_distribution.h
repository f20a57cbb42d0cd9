#ifndef FLOWLANG_COMPILE_INSPECT_DISTRIBUTION_H_
#define FLOWLANG_COMPILE_INSPECT_DISTRIBUTION_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "datasets/distribution_info.h"
#include "flowlang/compile/purpose.h"
#include "flowlang/diag/diagnostic_sink.h"
#include "flowlang/schema/distribution.pb.h"
#include "flowlang/source/location_map.h"

namespace flow::lang {

/// What the compiler knows of one end of the flow.
struct InspectedDistribution {
  datasets::DistributionInfo info;
  std::string content;  // the hash of its file; empty without one
  // how many points training has; empty where it never runs out or nobody knows
  std::optional<int64_t> training_points;
};

/// Looks at a distribution that obeys its rules, and into its file if it has
/// one: file-not-found, wrong-type. Makes the path of the file absolute. `name`
/// is "source" or "target". `client_column` is the column that a partition
/// takes out of a file's coordinates, or "": what is wrong with it stands where
/// the partition was written. Empty after an error.
///
/// Images are known by their settings: where the folder is not there, as on a
/// laptop that a run is planned on, to inspect earns a warning only, and their
/// number is not known, nor their classes but those of CIFAR-10.
std::optional<InspectedDistribution> InspectDistribution(
    absl::string_view name, const LocationMap& locations,
    absl::string_view client_column, Purpose purpose,
    Distribution* distribution, DiagnosticSink* sink);

}  // namespace flow::lang

#endif  // FLOWLANG_COMPILE_INSPECT_DISTRIBUTION_H_
