#ifndef FLOWLANG_CHECK_CHECK_LOCAL_FLOW_H_
#define FLOWLANG_CHECK_CHECK_LOCAL_FLOW_H_

#include "flowlang/check/experiment_context.h"

namespace flow::lang {

/// The chain of local flows. incompatible-choice: a source, path or partition
/// that the chain cannot end in or step along. out-of-range: a pool larger than
/// the target, rates in the wrong order. unused-setting (warning): a coupling
/// beside the one of the chain.
void CheckLocalFlow(const ExperimentContext& context, DiagnosticSink* sink);

}  // namespace flow::lang

#endif  // FLOWLANG_CHECK_CHECK_LOCAL_FLOW_H_
