#ifndef FLOWLANG_COMPILE_INSPECT_WEIGHTS_H_
#define FLOWLANG_COMPILE_INSPECT_WEIGHTS_H_

#include <cstdint>
#include <optional>
#include <string>

#include "flowlang/diag/diagnostic_sink.h"
#include "flowlang/schema/experiment.pb.h"
#include "flowlang/source/location_map.h"

namespace flow::lang {

/// Looks into the file of weights that a training begins with, if there is one:
/// file-not-found, wrong-type. It must have the parameters of the experiment's
/// network, for points of `dim` coordinates. Makes the path absolute. Returns
/// the hash of the file, "" where there is none; empty after an error.
std::optional<std::string> InspectWeights(const LocationMap& locations,
                                          int64_t dim, Experiment* experiment,
                                          DiagnosticSink* sink);

}  // namespace flow::lang

#endif  // FLOWLANG_COMPILE_INSPECT_WEIGHTS_H_
