#ifndef FLOWLANG_CHECK_CHECK_EXPERIMENT_H_
#define FLOWLANG_CHECK_CHECK_EXPERIMENT_H_

#include "flowlang/check/experiment_context.h"

namespace flow::lang {

/// Every check of meaning, in the order of the list in the source: adding one
/// touches nothing else.
void CheckExperiment(const ExperimentContext& context, DiagnosticSink* sink);

}  // namespace flow::lang

#endif  // FLOWLANG_CHECK_CHECK_EXPERIMENT_H_
