#include "flowlang/check/check_dimensions.h"

#include "absl/strings/str_cat.h"
#include "flowlang/diag/report.h"

namespace flow::lang {

void CheckDimensions(const ExperimentContext& context, DiagnosticSink* sink) {
  if (context.source.dim == context.target.dim) return;
  ReportError(sink, Code::kShapeMismatch, context.NameAt("source"),
              absl::StrCat("the source is ", context.source.dim,
                           "-dimensional but the target is ",
                           context.target.dim, "-dimensional"),
              "", {{"target chosen here", context.NameAt("target")}});
}

}  // namespace flow::lang
