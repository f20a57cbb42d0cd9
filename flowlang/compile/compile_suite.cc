#include "flowlang/compile/compile_suite.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/base/files.h"
#include "flowlang/check/check_suite.h"
#include "flowlang/compile/sweep_points.h"
#include "flowlang/diag/report.h"
#include "flowlang/rules/field_rules.h"
#include "flowlang/schema/metric_name.h"

namespace flow::lang {
namespace {

Expectation ToExpectation(const ::flow::Expectation& e) {
  Expectation claim;
  claim.metric = e.metric();
  claim.protocol = e.protocol();
  claim.better = e.better();
  claim.than = e.than();
  claim.same = e.same();
  claim.as = e.as();
  claim.of = e.of();
  if (e.has_by_factor()) claim.by_factor = e.by_factor();
  if (e.has_margin()) claim.margin = e.margin();
  if (e.has_below()) claim.below = e.below();
  if (e.has_above()) claim.above = e.above();
  claim.confidence = e.confidence();
  return claim;
}

Reference ToReference(const ::flow::Reference& r) {
  Reference reference;
  reference.metric = r.metric();
  reference.protocol = r.protocol();
  reference.of = r.of();
  reference.value = r.value();
  if (r.has_deviation()) reference.deviation = r.deviation();
  reference.source = r.source();
  reference.tag = absl::AsciiStrToLower(::flow::Reference::Tag_Name(r.tag()));
  return reference;
}

// The metrics of each protocol, in the file's order.
using Measured = std::vector<std::pair<std::string, std::vector<std::string>>>;

Measured MeasuredBy(const Experiment& experiment) {
  Measured measured;
  for (const Evaluation& evaluation : experiment.evaluate()) {
    std::vector<std::string> metrics;
    for (const Metric& metric : evaluation.metric()) {
      metrics.push_back(MetricNameOf(metric));
    }
    measured.emplace_back(evaluation.name(), std::move(metrics));
  }
  return measured;
}

class SuiteCompiler {
 public:
  SuiteCompiler(const LoadedSuite& loaded, std::string folder,
                const SuiteOptions& options, SourceSet* sources,
                DiagnosticSink* sink)
      : loaded_(loaded),
        folder_(std::move(folder)),
        options_(options),
        sources_(sources),
        sink_(sink) {}

  SuitePlan Compile() {
    plan_.name = loaded_.suite.name();
    if (loaded_.suite.correction() == Suite::HOLM) {
      plan_.correction = Correction::kHolm;
    }
    const std::vector<SweepPoint> points = SweepPoints(loaded_);
    for (int i = 0; i < loaded_.suite.member_size(); ++i) {
      CompileMember(i, points);
    }
    for (int i = 0; i < loaded_.suite.expect_size(); ++i) {
      CheckExpectation(loaded_.suite.expect(i), IndexedPath("expect", i));
      plan_.expectations.push_back(ToExpectation(loaded_.suite.expect(i)));
    }
    for (int i = 0; i < loaded_.suite.reference_size(); ++i) {
      const ::flow::Reference& r = loaded_.suite.reference(i);
      CheckMeasured(r.of(), r, IndexedPath("reference", i), "of");
      plan_.references.push_back(ToReference(r));
    }
    return std::move(plan_);
  }

 private:
  void CompileMember(int index, const std::vector<SweepPoint>& points) {
    const SuiteMember& member = loaded_.suite.member(index);
    const Span place =
        loaded_.locations.FindNearest(IndexedPath("member", index) + ".file")
            .value;
    const std::string path = JoinPath(folder_, member.file());
    const SourceText* source = LoadSource(path, place, sources_, sink_);
    if (source == nullptr) return;
    std::optional<LoadedExperiment> loaded =
        LoadExperiment(*source, sources_, sink_);
    if (!loaded) return;
    for (const SweepPoint& point : points) {
      CompileVariant(member.label() + point.suffix, *loaded, point);
    }
  }

  void CompileVariant(const std::string& label, const LoadedExperiment& loaded,
                      const SweepPoint& point) {
    std::vector<Override> overrides = options_.overrides;
    overrides.insert(overrides.end(), point.overrides.begin(),
                     point.overrides.end());
    plan_.labels.push_back(label);
    std::optional<CheckedExperiment> checked =
        CheckLoaded(loaded, overrides, options_.purpose, sink_);
    if (!checked) return;
    measured_[label] = MeasuredBy(checked->experiment);
    ExperimentPlan plan = BuildPlan(checked->experiment, checked->facts);
    for (const uint64_t seed : loaded_.suite.seeds()) {
      checked->experiment.set_seed(seed);
      SetSeed(checked->experiment, &plan);
      plan_.runs.push_back({label, absl::StrCat(label, "/seed-", seed), plan});
    }
  }

  void CheckExpectation(const ::flow::Expectation& e, const std::string& path) {
    if (e.has_better()) CheckMeasured(e.better(), e, path, "better");
    if (e.has_than()) CheckMeasured(e.than(), e, path, "than");
    if (e.has_same()) CheckMeasured(e.same(), e, path, "same");
    if (e.has_as()) CheckMeasured(e.as(), e, path, "as");
    if (e.has_of()) CheckMeasured(e.of(), e, path, "of");
  }

  // What `field` names is a run, which measures the metric of `saying` by its
  // protocol.
  template <typename Saying>
  void CheckMeasured(const std::string& label, const Saying& saying,
                     const std::string& path, const std::string& field) {
    CheckVariant(label, path + "." + field);
    const auto measured = measured_.find(label);
    if (measured == measured_.end()) return;
    std::vector<std::string> protocols;
    for (const auto& [protocol, metrics] : measured->second) {
      protocols.push_back(protocol);
      if (protocol == saying.protocol()) {
        ExpectNamed("metric", saying.metric(), metrics, label, path);
      }
    }
    ExpectNamed("protocol", saying.protocol(), protocols, label, path);
  }

  // With a sweep, a member's label alone names no run, nor does a value that
  // the sweep does not take. Unknown members are reported elsewhere.
  void CheckVariant(const std::string& label, const std::string& path) {
    const std::string member = label.substr(0, label.find(','));
    std::vector<std::string> variants;
    for (const std::string& known : plan_.labels) {
      if (known == label) return;
      if (known.substr(0, known.find(',')) == member) variants.push_back(known);
    }
    if (variants.empty()) return;
    ReportError(sink_, Code::kUnresolvedReference,
                loaded_.locations.FindNearest(path).value,
                absl::StrCat("no run is called '", label, "'"),
                absl::StrCat("the runs of '", member, "' are ",
                             absl::StrJoin(variants, " and ")));
  }

  void ExpectNamed(const std::string& what, const std::string& name,
                   const std::vector<std::string>& names,
                   const std::string& label, const std::string& path) {
    if (std::find(names.begin(), names.end(), name) != names.end()) return;
    ReportError(sink_, Code::kUnresolvedReference,
                loaded_.locations.FindNearest(path + "." + what).value,
                absl::StrCat("'", label, "' has no ", what, " '", name, "'"),
                names.empty()
                    ? absl::StrCat("it has no ", what, " at all")
                    : absl::StrCat("it has ", absl::StrJoin(names, ", ")));
  }

  const LoadedSuite& loaded_;
  std::string folder_;
  const SuiteOptions& options_;
  SourceSet* sources_;
  DiagnosticSink* sink_;
  SuitePlan plan_;
  std::map<std::string, Measured> measured_;  // by label
};

}  // namespace

std::optional<SuitePlan> CompileSuite(const SourceText& source,
                                      const SuiteOptions& options,
                                      SourceSet* sources,
                                      DiagnosticSink* sink) {
  const int before = sink->error_count();
  std::optional<LoadedSuite> loaded = LoadSuite(source, sink);
  if (!loaded) return std::nullopt;
  CheckFieldRules(loaded->suite, loaded->locations, sink);
  if (sink->error_count() > before) return std::nullopt;
  CheckSuite(loaded->suite, loaded->locations, sink);
  if (!options.seeds.empty()) {
    *loaded->suite.mutable_seeds() = {options.seeds.begin(),
                                      options.seeds.end()};
  }
  SuitePlan plan =
      SuiteCompiler(*loaded, DirectoryOf(source.path()), options, sources, sink)
          .Compile();
  if (sink->error_count() > before) return std::nullopt;
  return plan;
}

}  // namespace flow::lang
