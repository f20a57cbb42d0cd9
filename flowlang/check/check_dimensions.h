#ifndef FLOWLANG_CHECK_CHECK_DIMENSIONS_H_
#define FLOWLANG_CHECK_CHECK_DIMENSIONS_H_

#include "flowlang/check/experiment_context.h"

namespace flow::lang {

/// shape-mismatch: source and target have one dimension.
void CheckDimensions(const ExperimentContext& context, DiagnosticSink* sink);

}  // namespace flow::lang

#endif  // FLOWLANG_CHECK_CHECK_DIMENSIONS_H_
