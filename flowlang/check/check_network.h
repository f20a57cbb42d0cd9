#ifndef FLOWLANG_CHECK_CHECK_NETWORK_H_
#define FLOWLANG_CHECK_CHECK_NETWORK_H_

#include "flowlang/check/experiment_context.h"

namespace flow::lang {

/// out-of-range: sinusoidal time comes in pairs of a cosine and a sine.
void CheckNetwork(const ExperimentContext& context, DiagnosticSink* sink);

}  // namespace flow::lang

#endif  // FLOWLANG_CHECK_CHECK_NETWORK_H_
