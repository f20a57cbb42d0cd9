#ifndef FLOWLANG_LOAD_LOAD_EXPERIMENT_H_
#define FLOWLANG_LOAD_LOAD_EXPERIMENT_H_

#include <optional>
#include <string>

#include "flowlang/diag/diagnostic_sink.h"
#include "flowlang/load/source_set.h"
#include "flowlang/schema/experiment.pb.h"
#include "flowlang/schema/suite.pb.h"
#include "flowlang/source/location_map.h"

namespace flow::lang {

/// An experiment as written, the files that it extends already under it.
struct LoadedExperiment {
  Experiment experiment;  // without `extends`
  LocationMap locations;
};

/// A suite as written.
struct LoadedSuite {
  Suite suite;
  LocationMap locations;
};

enum class FileKind { kExperiment, kSuite };

/// Reads a file into the set, through its overlay. Null after a diagnostic:
/// file-not-found at `referrer`, or at the file itself when nothing refers to
/// it; syntax when the file is empty.
const SourceText* LoadSource(const std::string& path,
                             std::optional<Span> referrer, SourceSet* sources,
                             DiagnosticSink* sink);

/// Whether a file is an experiment or a suite, by its "# proto-message:" line;
/// an experiment when it has none. Empty after a diagnostic when it names
/// another message.
std::optional<FileKind> KindOf(const SourceText& source, DiagnosticSink* sink);

/// Parses the experiment and what it extends, nearest last. Empty after
/// diagnostics: syntax errors of all files, file-not-found, extends-cycle.
std::optional<LoadedExperiment> LoadExperiment(const SourceText& source,
                                               SourceSet* sources,
                                               DiagnosticSink* sink);

std::optional<LoadedSuite> LoadSuite(const SourceText& source,
                                     DiagnosticSink* sink);

}  // namespace flow::lang

#endif  // FLOWLANG_LOAD_LOAD_EXPERIMENT_H_
