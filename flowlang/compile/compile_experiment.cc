#include "flowlang/compile/compile_experiment.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "flowlang/check/check_distribution.h"
#include "flowlang/check/check_experiment.h"
#include "flowlang/compile/inspect_distribution.h"
#include "flowlang/compile/inspect_features.h"
#include "flowlang/compile/inspect_partition.h"
#include "flowlang/compile/inspect_weights.h"
#include "flowlang/plan/defaults.h"
#include "flowlang/rules/field_rules.h"
#include "flowlang/rules/planned.h"

namespace flow::lang {
namespace {

bool ObeysRules(const LoadedExperiment& loaded, DiagnosticSink* sink) {
  CheckFieldRules(loaded.experiment, loaded.locations, sink);
  for (const auto& [name, distribution] :
       {std::pair("source", &loaded.experiment.source()),
        std::pair("target", &loaded.experiment.target())}) {
    CheckDistribution(*distribution, name, loaded.locations, sink);
  }
  return !sink->has_errors();
}

// The pool of a finite target is all of its points, where the default is more.
void FitPool(std::optional<int64_t> points, const LocationMap& locations,
             Experiment* experiment) {
  if (!points || !experiment->method().has_local_flow()) return;
  LocalFlow* method = experiment->mutable_method()->mutable_local_flow();
  if (locations.Find("method.local_flow.pool") != nullptr) return;
  method->set_pool(std::min(method->pool(), *points));
}

// All mistakes into an empty sink.
std::optional<CheckedExperiment> CheckAlone(
    LoadedExperiment loaded, const std::vector<Override>& overrides,
    Purpose purpose, DiagnosticSink* sink) {
  for (const Override& override : overrides) {
    ApplyOverride(override, &loaded.experiment, &loaded.locations, sink);
  }
  if (sink->has_errors() || !ObeysRules(loaded, sink)) {
    return std::nullopt;
  }
  Experiment& experiment = loaded.experiment;
  FillDefaults(&experiment);
  if (purpose == Purpose::kRun) {
    CheckPlanned(experiment, loaded.locations, sink);
  }
  const auto source =
      InspectDistribution("source", loaded.locations, "", purpose,
                          experiment.mutable_source(), sink);
  const auto target = InspectDistribution(
      "target", loaded.locations,
      experiment.federation().partition().by_column().column(), purpose,
      experiment.mutable_target(), sink);
  if (!source || !target) return std::nullopt;
  const auto partition = InspectPartition(
      loaded.locations, target->training_points, &experiment, sink);
  const auto weights =
      InspectWeights(loaded.locations, target->info.dim, &experiment, sink);
  const auto features =
      InspectFeatures(loaded.locations, purpose, &experiment, sink);
  if (!partition || !weights || !features) return std::nullopt;
  FitPool(target->training_points, loaded.locations, &experiment);
  CheckExperiment({experiment, loaded.locations, source->info, target->info,
                   target->training_points},
                  sink);
  if (sink->has_errors()) return std::nullopt;
  return CheckedExperiment{
      std::move(experiment),
      {source->info.dim, source->content, target->content,
       target->training_points, *partition, *weights, *features}};
}

}  // namespace

std::optional<CheckedExperiment> CheckLoaded(
    LoadedExperiment loaded, const std::vector<Override>& overrides,
    Purpose purpose, DiagnosticSink* sink) {
  // the caller's sink may know the same mistakes from another member of the
  // suite already, and would not count them again
  DiagnosticSink own;
  std::optional<CheckedExperiment> checked =
      CheckAlone(std::move(loaded), overrides, purpose, &own);
  for (const Diagnostic& diagnostic : own.Sorted()) sink->Add(diagnostic);
  return checked;
}

std::optional<ExperimentPlan> CompileExperiment(const SourceText& source,
                                                const CompileOptions& options,
                                                SourceSet* sources,
                                                DiagnosticSink* sink) {
  std::optional<LoadedExperiment> loaded =
      LoadExperiment(source, sources, sink);
  if (!loaded) return std::nullopt;
  std::optional<CheckedExperiment> checked =
      CheckLoaded(*std::move(loaded), options.overrides, options.purpose, sink);
  if (!checked) return std::nullopt;
  if (options.seed) checked->experiment.set_seed(*options.seed);
  return BuildPlan(checked->experiment, checked->facts);
}

}  // namespace flow::lang
