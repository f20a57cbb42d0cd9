#ifndef FLOWLANG_COMPILE_INSPECT_FEATURES_H_
#define FLOWLANG_COMPILE_INSPECT_FEATURES_H_

#include <optional>
#include <string>
#include <vector>

#include "flowlang/compile/purpose.h"
#include "flowlang/diag/diagnostic_sink.h"
#include "flowlang/schema/experiment.pb.h"
#include "flowlang/source/location_map.h"

namespace flow::lang {

/// Looks for the files of the networks that make features of images:
/// file-not-found, which is a warning unless the experiment is to run. Makes
/// the paths absolute. Returns the hash of each protocol's file, "" where there
/// is none; empty after an error.
std::optional<std::vector<std::string>> InspectFeatures(
    const LocationMap& locations, Purpose purpose, Experiment* experiment,
    DiagnosticSink* sink);

}  // namespace flow::lang

#endif  // FLOWLANG_COMPILE_INSPECT_FEATURES_H_
