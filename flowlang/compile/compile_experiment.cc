#include "flowlang/compile/compile_experiment.h"

#include <unistd.h>

#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "core/base/content_hash.h"
#include "core/base/files.h"
#include "datasets/distribution_info.h"
#include "flowlang/check/check_distribution.h"
#include "flowlang/check/check_experiment.h"
#include "flowlang/diag/report.h"
#include "flowlang/plan/convert.h"
#include "flowlang/plan/defaults.h"
#include "flowlang/rules/field_rules.h"

namespace flow::lang {
namespace {

// The file as a path that holds from any folder, so that a plan can be run
// again.
std::string AbsolutePath(const std::string& folder, const std::string& path) {
  std::string joined = JoinPath(folder, path);
  if (joined.empty() || joined[0] == '/') return joined;
  char current[4096];
  if (getcwd(current, sizeof(current)) == nullptr) return joined;
  return JoinPath(current, joined);
}

// One end of the flow: its facts, and the hash of its file if it has one.
struct End {
  datasets::DistributionInfo info;
  std::string content;
};

std::optional<End> InspectEnd(Distribution* distribution,
                              const std::string& name,
                              const std::string& folder,
                              const LocationMap& locations,
                              DiagnosticSink* sink) {
  End end;
  Span place = locations.FindNearest(name).name;
  if (distribution->has_array_file()) {
    ArrayFile* file = distribution->mutable_array_file();
    place = locations.FindNearest(name + ".array_file.path").value;
    file->set_path(AbsolutePath(folder, file->path()));
    const absl::StatusOr<std::string> content = ReadFile(file->path());
    if (!content.ok()) {
      ReportError(sink, Code::kFileNotFound, place,
                  std::string(content.status().message()));
      return std::nullopt;
    }
    end.content = ContentHash(*content);
  }
  // evaluation draws from the law, however many points training has of it
  datasets::DistributionOptions options = ToOptions(*distribution);
  options.points.reset();
  const absl::StatusOr<datasets::DistributionInfo> info =
      datasets::GetDistributionInfo(options);
  if (!info.ok()) {
    ReportError(sink, Code::kWrongType, place,
                std::string(info.status().message()));
    return std::nullopt;
  }
  end.info = *info;
  return end;
}

bool ObeysRules(const LoadedExperiment& loaded, DiagnosticSink* sink) {
  CheckFieldRules(loaded.experiment, loaded.locations, sink);
  for (const auto& [name, distribution] :
       {std::pair("source", &loaded.experiment.source()),
        std::pair("target", &loaded.experiment.target())}) {
    CheckDistribution(*distribution, name, loaded.locations, sink);
  }
  return !sink->has_errors();
}

// All mistakes into an empty sink.
std::optional<CheckedExperiment> CheckAlone(
    LoadedExperiment loaded, const std::string& folder,
    const std::vector<Override>& overrides, DiagnosticSink* sink) {
  for (const Override& override : overrides) {
    ApplyOverride(override, &loaded.experiment, &loaded.locations, sink);
  }
  if (sink->has_errors() || !ObeysRules(loaded, sink)) {
    return std::nullopt;
  }
  Experiment& experiment = loaded.experiment;
  FillDefaults(&experiment);
  const std::optional<End> source = InspectEnd(
      experiment.mutable_source(), "source", folder, loaded.locations, sink);
  const std::optional<End> target = InspectEnd(
      experiment.mutable_target(), "target", folder, loaded.locations, sink);
  if (!source || !target) return std::nullopt;
  CheckExperiment({experiment, loaded.locations, source->info, target->info},
                  sink);
  if (sink->has_errors()) return std::nullopt;
  return CheckedExperiment{
      std::move(experiment),
      {source->info.dim, source->content, target->content}};
}

}  // namespace

std::optional<CheckedExperiment> CheckLoaded(
    LoadedExperiment loaded, const std::string& folder,
    const std::vector<Override>& overrides, DiagnosticSink* sink) {
  // the caller's sink may know the same mistakes from another member of the
  // suite already, and would not count them again
  DiagnosticSink own;
  std::optional<CheckedExperiment> checked =
      CheckAlone(std::move(loaded), folder, overrides, &own);
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
  std::optional<CheckedExperiment> checked = CheckLoaded(
      *std::move(loaded), DirectoryOf(source.path()), options.overrides, sink);
  if (!checked) return std::nullopt;
  if (options.seed) checked->experiment.set_seed(*options.seed);
  return BuildPlan(checked->experiment, checked->facts);
}

}  // namespace flow::lang
