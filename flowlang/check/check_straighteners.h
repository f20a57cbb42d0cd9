#ifndef FLOWLANG_CHECK_CHECK_STRAIGHTENERS_H_
#define FLOWLANG_CHECK_CHECK_STRAIGHTENERS_H_

#include "flowlang/check/experiment_context.h"

namespace flow::lang {

/// Of what follows the flow, reflow and acceleration. incompatible-choice: a
/// prediction, a condition or a potential that they cannot teach, and a flow
/// that they cannot go on from.
/// unused-setting (warning): what a map in one step has no use for.
void CheckStraighteners(const ExperimentContext& context, DiagnosticSink* sink);

}  // namespace flow::lang

#endif  // FLOWLANG_CHECK_CHECK_STRAIGHTENERS_H_
