#ifndef FLOWLANG_CHECK_CHECK_SAMPLES_H_
#define FLOWLANG_CHECK_CHECK_SAMPLES_H_

#include "flowlang/check/experiment_context.h"

namespace flow::lang {

/// out-of-range: a finite target has as many points as a protocol evaluates on.
void CheckSamples(const ExperimentContext& context, DiagnosticSink* sink);

}  // namespace flow::lang

#endif  // FLOWLANG_CHECK_CHECK_SAMPLES_H_
