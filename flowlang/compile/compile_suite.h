#ifndef FLOWLANG_COMPILE_COMPILE_SUITE_H_
#define FLOWLANG_COMPILE_COMPILE_SUITE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "flowlang/compare/expectation.h"
#include "flowlang/compare/reference.h"
#include "flowlang/compile/compile_experiment.h"
#include "flowlang/diag/diagnostic_sink.h"
#include "flowlang/load/load_experiment.h"
#include "flowlang/load/override.h"
#include "flowlang/load/source_set.h"
#include "flowlang/plan/plan.h"

namespace flow::lang {

/// One run of a suite.
struct SuiteRun {
  std::string label;   // "OT-CFM", or "OT-CFM,batch=64" with a sweep
  std::string folder;  // "<label>/seed-<n>" in the suite's directory
  ExperimentPlan plan;
};

/// Every combination of member, swept values and seed, in the file's order.
struct SuitePlan {
  std::string name;
  std::vector<std::string> labels;
  std::vector<SuiteRun> runs;
  std::vector<Expectation> expectations;
  Correction correction = Correction::kNone;
  std::vector<Reference> references;
};

struct SuiteOptions {
  std::vector<Override> overrides;  // of every member, before its swept fields
  std::vector<uint64_t> seeds;      // instead of the suite's, if not empty
  Purpose purpose = Purpose::kInspect;
};

/// Compiles a suite and everything it names. Empty after errors in the sink,
/// those of the members included.
std::optional<SuitePlan> CompileSuite(const SourceText& source,
                                      const SuiteOptions& options,
                                      SourceSet* sources, DiagnosticSink* sink);

}  // namespace flow::lang

#endif  // FLOWLANG_COMPILE_COMPILE_SUITE_H_
