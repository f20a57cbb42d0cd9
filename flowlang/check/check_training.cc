#include "flowlang/check/check_training.h"

#include "absl/strings/str_cat.h"
#include "flowlang/diag/report.h"

namespace flow::lang {
namespace {

void CheckMomentum(const ExperimentContext& context, DiagnosticSink* sink) {
  const Sgd& sgd = context.experiment.train().optimizer().sgd();
  if (!sgd.nesterov() || sgd.momentum() > 0) return;
  ReportError(sink, Code::kIncompatibleChoice,
              context.NameAt("train.optimizer.sgd.nesterov"),
              "'nesterov' looks ahead along the momentum, and there is none",
              "momentum: 0.9 is usual");
}

void CheckWarmup(const ExperimentContext& context, DiagnosticSink* sink) {
  const Training& train = context.experiment.train();
  const bool cosine = train.schedule().has_warmup_cosine();
  const int64_t warmup = cosine ? train.schedule().warmup_cosine().warmup()
                                : train.schedule().constant().warmup();
  if (warmup <= train.steps()) return;
  const char* path = cosine ? "train.schedule.warmup_cosine.warmup"
                            : "train.schedule.constant.warmup";
  ReportWarning(sink, Code::kUnusedSetting, context.ValueAt(path),
                absl::StrCat("the warm-up of ", warmup,
                             " steps outlasts the training of ", train.steps()),
                "the learning rate never reaches its full value",
                {{"steps set here", context.ValueAt("train.steps")}});
}

}  // namespace

void CheckTraining(const ExperimentContext& context, DiagnosticSink* sink) {
  CheckMomentum(context, sink);
  CheckWarmup(context, sink);
}

}  // namespace flow::lang
