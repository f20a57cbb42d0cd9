#ifndef FLOWLANG_CHECK_CHECK_CONDITIONING_H_
#define FLOWLANG_CHECK_CHECK_CONDITIONING_H_

#include "flowlang/check/experiment_context.h"

namespace flow::lang {

/// incompatible-choice: class labels as an input where the target has none, or
/// guidance without a hidden class. out-of-range: fewer classes than the target
/// has. unused-setting (warning): more classes.
void CheckConditioning(const ExperimentContext& context, DiagnosticSink* sink);

}  // namespace flow::lang

#endif  // FLOWLANG_CHECK_CHECK_CONDITIONING_H_
