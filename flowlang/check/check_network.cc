#include "flowlang/check/check_network.h"

#include "absl/strings/str_cat.h"
#include "flowlang/diag/report.h"

namespace flow::lang {

void CheckNetwork(const ExperimentContext& context, DiagnosticSink* sink) {
  const TimeEmbedding& embedding =
      context.experiment.model().mlp().time_embedding();
  if (!embedding.has_sinusoidal()) return;
  const int64_t dim = embedding.sinusoidal().dim();
  if (dim % 2 == 0) return;
  constexpr char kPath[] = "model.mlp.time_embedding.sinusoidal.dim";
  ReportError(sink, Code::kOutOfRange, context.ValueAt(kPath),
              absl::StrCat("'", kPath, "' must be even; got ", dim),
              "it counts cosines and sines together");
}

}  // namespace flow::lang
