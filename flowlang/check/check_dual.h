#ifndef FLOWLANG_CHECK_CHECK_DUAL_H_
#define FLOWLANG_CHECK_CHECK_DUAL_H_

#include "flowlang/check/experiment_context.h"

namespace flow::lang {

/// Of `method.flow_matching.dual`. incompatible-choice: a model that cannot be
/// one of the two velocities, and (warning) a loss that knows nothing of the
/// target. unused-setting (warning): steps that nobody makes.
void CheckDual(const ExperimentContext& context, DiagnosticSink* sink);

}  // namespace flow::lang

#endif  // FLOWLANG_CHECK_CHECK_DUAL_H_
