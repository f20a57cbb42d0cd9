#include "flowlang/check/check_samples.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "flowlang/diag/report.h"

namespace flow::lang {

void CheckSamples(const ExperimentContext& context, DiagnosticSink* sink) {
  if (!context.target.size) return;
  for (int i = 0; i < context.experiment.evaluate_size(); ++i) {
    const Evaluation& evaluation = context.experiment.evaluate(i);
    if (evaluation.samples() <= *context.target.size) continue;
    const std::string path = IndexedPath("evaluate", i) + ".samples";
    const bool written = context.locations.Find(path) != nullptr;
    ReportError(sink, Code::kOutOfRange, context.ValueAt(path),
                absl::StrCat("'", path, "' must be <= ", *context.target.size,
                             written ? "; got " : "; the default is ",
                             evaluation.samples()),
                absl::StrCat("the target has ", *context.target.size,
                             " points, and evaluation uses each at most once"),
                {{"target chosen here", context.NameAt("target")}});
  }
}

}  // namespace flow::lang
