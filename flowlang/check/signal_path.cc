#include "flowlang/check/signal_path.h"

#include "core/path/path_facts.h"
#include "core/path/signal_and_noise.h"
#include "flowlang/plan/convert.h"

namespace flow::lang {

bool HasIndependentGaussianSource(const ExperimentContext& context) {
  const Experiment& e = context.experiment;
  return context.source.is_standard_gaussian &&
         e.coupling().has_independent() &&
         !e.method().flow_matching().has_shallow_start();
}

bool HasOwnNoise(const ExperimentContext& context) {
  const ProbabilityPath& path = context.experiment.path();
  return path.kind_case() != ProbabilityPath::KIND_NOT_SET &&
         core::UsesNoise(ToOptions(path));
}

std::string WhyNoSignalPath(const ProbabilityPath& path,
                            const ExperimentContext& context) {
  if (path.kind_case() == ProbabilityPath::KIND_NOT_SET) return "";
  const core::PathOptions options = ToOptions(path);
  if (core::UsesNoise(options) && !HasIndependentGaussianSource(context)) {
    return "its noise and the source are one only for a standard Gaussian "
           "source and the independent coupling";
  }
  if (!core::HasRisingRatio(options)) {
    return "the share of the target does not grow all the way";
  }
  return "";
}

}  // namespace flow::lang
