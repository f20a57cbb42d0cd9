#ifndef FLOWLANG_CHECK_EXPERIMENT_CONTEXT_H_
#define FLOWLANG_CHECK_EXPERIMENT_CONTEXT_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "datasets/distribution_info.h"
#include "flowlang/diag/diagnostic_sink.h"
#include "flowlang/schema/experiment.pb.h"
#include "flowlang/source/location_map.h"

namespace flow::lang {

/// What a check of meaning sees: an experiment whose every field obeys its own
/// rules, with its defaults written out, and where each setting was written.
struct ExperimentContext {
  const Experiment& experiment;
  const LocationMap& locations;
  // of what evaluation draws from
  datasets::DistributionInfo source, target;
  // how many of the target's points training has; empty where it never runs
  // out, and of images that are not there, where nobody knows
  std::optional<int64_t> training_points;

  /// Whether the target never runs out.
  bool TargetIsLaw() const {
    return !training_points && !experiment.target().has_images();
  }

  /// The value at `path`; for a default, the name of the nearest enclosing
  /// message that was written.
  Span ValueAt(absl::string_view path) const {
    const FieldLocation* written = locations.Find(path);
    return written != nullptr ? written->value : NameAt(path);
  }
  /// The name of the field at `path`, or of the nearest enclosing message.
  Span NameAt(absl::string_view path) const {
    return locations.FindNearest(path).name;
  }
};

}  // namespace flow::lang

#endif  // FLOWLANG_CHECK_EXPERIMENT_CONTEXT_H_
