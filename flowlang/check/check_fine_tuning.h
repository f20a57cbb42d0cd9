#ifndef FLOWLANG_CHECK_CHECK_FINE_TUNING_H_
#define FLOWLANG_CHECK_CHECK_FINE_TUNING_H_

#include "flowlang/check/experiment_context.h"
#include "flowlang/diag/diagnostic_sink.h"

namespace flow::lang {

/// That weights to begin with are those of the one network that is trained, and
/// that what is trained of them is there: incompatible-choice,
/// unresolved-reference.
void CheckFineTuning(const ExperimentContext& context, DiagnosticSink* sink);

}  // namespace flow::lang

#endif  // FLOWLANG_CHECK_CHECK_FINE_TUNING_H_
