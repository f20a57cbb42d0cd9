#ifndef FLOWLANG_COMPILE_INSPECT_PARTITION_H_
#define FLOWLANG_COMPILE_INSPECT_PARTITION_H_

#include <cstdint>
#include <optional>
#include <string>

#include "flowlang/diag/diagnostic_sink.h"
#include "flowlang/schema/experiment.pb.h"
#include "flowlang/source/location_map.h"

namespace flow::lang {

/// Looks into the file that a partition is read from, if there is one:
/// file-not-found, wrong-type. It must tell a client of each of the `points` of
/// the target; of a law, which has none, it is only read. Makes the path
/// absolute. Returns the hash of the file, "" where there is none; empty after
/// an error.
std::optional<std::string> InspectPartition(const LocationMap& locations,
                                            std::optional<int64_t> points,
                                            Experiment* experiment,
                                            DiagnosticSink* sink);

}  // namespace flow::lang

#endif  // FLOWLANG_COMPILE_INSPECT_PARTITION_H_
