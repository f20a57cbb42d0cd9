#include "flowlang/check/check_rounds.h"

#include "flowlang/check/reporter.h"

namespace flow::lang {

void CheckRounds(const ExperimentContext& context, DiagnosticSink* sink) {
  if (!context.experiment.train().has_rounds() ||
      context.experiment.has_federation()) {
    return;
  }
  Reporter(context, sink)
      .Error(Code::kIncompatibleChoice, "train.rounds",
             "'rounds' are those of a federation, and there is none",
             "write steps");
}

}  // namespace flow::lang
