#ifndef FLOWLANG_CHECK_CHECK_SAMPLERS_H_
#define FLOWLANG_CHECK_CHECK_SAMPLERS_H_

#include "flowlang/check/experiment_context.h"

namespace flow::lang {

/// incompatible-choice: a sampler that follows what the method does not learn.
/// out-of-range: noise levels in the wrong order.
void CheckSamplers(const ExperimentContext& context, DiagnosticSink* sink);

}  // namespace flow::lang

#endif  // FLOWLANG_CHECK_CHECK_SAMPLERS_H_
