#include "flowlang/check/check_samples.h"

#include "absl/strings/str_cat.h"
#include "flowlang/diag/report.h"

namespace flow::lang {

void CheckSamples(const ExperimentContext& context, DiagnosticSink* sink) {
  if (!context.target.size) return;
  for (int i = 0; i < context.experiment.evaluate_size(); ++i) {
    const Evaluation& evaluation = context.experiment.evaluate(i);
    if (evaluation.samples() <= *context.target.size) continue;
    ReportError(sink, Code::kOutOfRange,
                context.ValueAt(IndexedPath("evaluate", i) + ".samples"),
                absl::StrCat("'", IndexedPath("evaluate", i),
                             ".samples' must be <= ", *context.target.size,
                             "; got ", evaluation.samples()),
                absl::StrCat("the target has ", *context.target.size,
                             " points, and evaluation uses each at most once"),
                {{"target chosen here", context.NameAt("target")}});
  }
}

}  // namespace flow::lang
