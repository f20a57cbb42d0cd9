#ifndef FLOWLANG_CHECK_CHECK_FIELD_MATCHING_H_
#define FLOWLANG_CHECK_CHECK_FIELD_MATCHING_H_

#include "flowlang/check/experiment_context.h"

namespace flow::lang {

/// incompatible-choice: a field that runs backward as a flow, or with a
/// coupling that cancels in it. out-of-range: bends longer than the gap, more
/// pairs than the batch. unused-setting (warning): what the chosen field does
/// not read.
void CheckFieldMatching(const ExperimentContext& context, DiagnosticSink* sink);

}  // namespace flow::lang

#endif  // FLOWLANG_CHECK_CHECK_FIELD_MATCHING_H_
