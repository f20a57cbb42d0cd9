#include "flowlang/compile/compile_suite.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/base/files.h"
#include "core/eval/metric_options.h"
#include "flowlang/check/check_suite.h"
#include "flowlang/compile/compile_experiment.h"
#include "flowlang/diag/report.h"
#include "flowlang/rules/field_rules.h"

namespace flow::lang {
namespace {

// The swept fields at one combination of their values.
struct SweepPoint {
  std::vector<Override> overrides;
  std::string suffix;  // ",batch=64", or empty
};

// The last name of the path where that tells the fields apart, else all of it.
std::string ShortName(const Suite& suite, const std::string& field) {
  const auto last = [](const std::string& path) {
    return path.substr(path.rfind('.') + 1);
  };
  const auto same = std::count_if(
      suite.sweep().begin(), suite.sweep().end(),
      [&](const Sweep& other) { return last(other.field()) == last(field); });
  return same == 1 ? last(field) : field;
}

// The inside of a quoted string.
Span Unquoted(Span span) { return {span.source, span.begin + 1, span.end - 1}; }

std::vector<SweepPoint> SweepPoints(const LoadedSuite& loaded) {
  std::vector<SweepPoint> points = {{}};
  for (int i = 0; i < loaded.suite.sweep_size(); ++i) {
    const Sweep& sweep = loaded.suite.sweep(i);
    const std::string path = IndexedPath("sweep", i);
    const Span field = loaded.locations.FindNearest(path + ".field").value;
    std::vector<SweepPoint> longer;
    for (const SweepPoint& point : points) {
      for (int k = 0; k < sweep.values_size(); ++k) {
        const Span value =
            loaded.locations.FindNearest(IndexedPath(path + ".values", k))
                .value;
        SweepPoint next = point;
        next.overrides.push_back({Unquoted(field), Unquoted(value)});
        absl::StrAppend(&next.suffix, ",",
                        ShortName(loaded.suite, sweep.field()), "=",
                        sweep.values(k));
        longer.push_back(std::move(next));
      }
    }
    points = std::move(longer);
  }
  return points;
}

Expectation ToExpectation(const ::flow::Expectation& e) {
  Expectation claim;
  claim.metric = e.metric();
  claim.protocol = e.protocol();
  claim.better = e.better();
  claim.than = e.than();
  claim.of = e.of();
  if (e.has_by_factor()) claim.by_factor = e.by_factor();
  if (e.has_margin()) claim.margin = e.margin();
  if (e.has_below()) claim.below = e.below();
  if (e.has_above()) claim.above = e.above();
  claim.confidence = e.confidence();
  return claim;
}

class SuiteCompiler {
 public:
  SuiteCompiler(const LoadedSuite& loaded, std::string folder,
                const std::vector<Override>& overrides,
                const std::vector<uint64_t>& seeds, SourceSet* sources,
                DiagnosticSink* sink)
      : loaded_(loaded),
        folder_(std::move(folder)),
        overrides_(overrides),
        seeds_(seeds),
        sources_(sources),
        sink_(sink) {}

  SuitePlan Compile() {
    plan_.name = loaded_.suite.name();
    const std::vector<SweepPoint> points = SweepPoints(loaded_);
    for (int i = 0; i < loaded_.suite.member_size(); ++i) {
      CompileMember(i, points);
    }
    for (int i = 0; i < loaded_.suite.expect_size(); ++i) {
      CheckMeasured(i);
      plan_.expectations.push_back(ToExpectation(loaded_.suite.expect(i)));
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
      CompileVariant(member.label() + point.suffix, *loaded, DirectoryOf(path),
                     point);
    }
  }

  void CompileVariant(const std::string& label, const LoadedExperiment& loaded,
                      const std::string& folder, const SweepPoint& point) {
    std::vector<Override> overrides = overrides_;
    overrides.insert(overrides.end(), point.overrides.begin(),
                     point.overrides.end());
    plan_.labels.push_back(label);
    std::optional<CheckedExperiment> checked =
        CheckLoaded(loaded, folder, overrides, sink_);
    if (!checked) return;
    for (const uint64_t seed : seeds_) {
      checked->experiment.set_seed(seed);
      plan_.runs.push_back({label, absl::StrCat(label, "/seed-", seed),
                            BuildPlan(checked->experiment, checked->facts)});
    }
  }

  // An expectation speaks of what its members measure.
  void CheckMeasured(int index) {
    const ::flow::Expectation& e = loaded_.suite.expect(index);
    const std::string path = IndexedPath("expect", index);
    for (const std::string& label : {e.better(), e.than(), e.of()}) {
      if (label.empty()) continue;
      const ExperimentPlan* plan = FindPlan(label);
      if (plan != nullptr) CheckMeasuredBy(*plan, label, e, path);
    }
    if (e.has_better()) CheckVariant(e.better(), path + ".better");
    if (e.has_than()) CheckVariant(e.than(), path + ".than");
    if (e.has_of()) CheckVariant(e.of(), path + ".of");
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

  const ExperimentPlan* FindPlan(const std::string& label) const {
    for (const SuiteRun& run : plan_.runs) {
      if (run.label == label) return &run.plan;
    }
    return nullptr;
  }

  void CheckMeasuredBy(const ExperimentPlan& plan, const std::string& label,
                       const ::flow::Expectation& e, const std::string& path) {
    std::vector<std::string> protocols, metrics;
    for (const Stage& stage : plan.stages) {
      const auto* work = std::get_if<EvaluateStage>(&stage.work);
      if (work == nullptr) continue;
      protocols.push_back(work->protocol);
      if (work->protocol != e.protocol()) continue;
      for (const core::MetricOptions& metric : work->metrics) {
        metrics.emplace_back(core::MetricName(metric));
      }
    }
    ExpectNamed("protocol", e.protocol(), protocols, label, path);
    if (!metrics.empty()) {
      ExpectNamed("metric", e.metric(), metrics, label, path);
    }
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
  const std::vector<Override>& overrides_;
  const std::vector<uint64_t>& seeds_;
  SourceSet* sources_;
  DiagnosticSink* sink_;
  SuitePlan plan_;
};

}  // namespace

std::optional<SuitePlan> CompileSuite(const SourceText& source,
                                      const std::vector<Override>& overrides,
                                      const std::vector<uint64_t>& seeds,
                                      SourceSet* sources,
                                      DiagnosticSink* sink) {
  const int before = sink->error_count();
  std::optional<LoadedSuite> loaded = LoadSuite(source, sink);
  if (!loaded) return std::nullopt;
  CheckFieldRules(loaded->suite, loaded->locations, sink);
  if (sink->error_count() > before) return std::nullopt;
  CheckSuite(loaded->suite, loaded->locations, sink);
  if (!seeds.empty()) {
    loaded->suite.clear_seeds();
    loaded->suite.mutable_seeds()->Add(seeds.begin(), seeds.end());
  }
  const std::vector<uint64_t> all(loaded->suite.seeds().begin(),
                                  loaded->suite.seeds().end());
  SuitePlan plan = SuiteCompiler(*loaded, DirectoryOf(source.path()), overrides,
                                 all, sources, sink)
                       .Compile();
  if (sink->error_count() > before) return std::nullopt;
  return plan;
}

}  // namespace flow::lang
