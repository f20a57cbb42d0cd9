#ifndef FLOWLANG_CHECK_CHECK_ROUNDS_H_
#define FLOWLANG_CHECK_CHECK_ROUNDS_H_

#include "flowlang/check/experiment_context.h"

namespace flow::lang {

/// incompatible-choice: rounds without a federation.
void CheckRounds(const ExperimentContext& context, DiagnosticSink* sink);

}  // namespace flow::lang

#endif  // FLOWLANG_CHECK_CHECK_ROUNDS_H_
