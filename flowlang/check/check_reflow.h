#ifndef FLOWLANG_CHECK_CHECK_REFLOW_H_
#define FLOWLANG_CHECK_CHECK_REFLOW_H_

#include "flowlang/check/experiment_context.h"

namespace flow::lang {

/// incompatible-choice: a prediction or a condition that the pairs of a flow
/// cannot teach. unused-setting (warning): what a map in one step has no use
/// for.
void CheckReflow(const ExperimentContext& context, DiagnosticSink* sink);

}  // namespace flow::lang

#endif  // FLOWLANG_CHECK_CHECK_REFLOW_H_
