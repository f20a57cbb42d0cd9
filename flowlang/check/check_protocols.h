#ifndef FLOWLANG_CHECK_CHECK_PROTOCOLS_H_
#define FLOWLANG_CHECK_CHECK_PROTOCOLS_H_

#include "flowlang/check/experiment_context.h"

namespace flow::lang {

/// duplicate-name: protocols have names of their own, and a protocol measures a
/// metric once; results are looked up by both.
void CheckProtocols(const ExperimentContext& context, DiagnosticSink* sink);

}  // namespace flow::lang

#endif  // FLOWLANG_CHECK_CHECK_PROTOCOLS_H_
