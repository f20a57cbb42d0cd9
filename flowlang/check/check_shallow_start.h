#ifndef FLOWLANG_CHECK_CHECK_SHALLOW_START_H_
#define FLOWLANG_CHECK_CHECK_SHALLOW_START_H_

#include "flowlang/check/experiment_context.h"

namespace flow::lang {

/// incompatible-choice: a source, a path or a coupling other than those of the
/// line that `method.flow_matching.shallow_start` lies on; a prediction that
/// does not follow from it.
void CheckShallowStart(const ExperimentContext& context, DiagnosticSink* sink);

}  // namespace flow::lang

#endif  // FLOWLANG_CHECK_CHECK_SHALLOW_START_H_
