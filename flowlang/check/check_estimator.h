#ifndef FLOWLANG_CHECK_CHECK_ESTIMATOR_H_
#define FLOWLANG_CHECK_CHECK_ESTIMATOR_H_

#include "flowlang/check/experiment_context.h"
#include "flowlang/diag/diagnostic_sink.h"

namespace flow::lang {

/// Flow matching by several pairs at a point, or at points that do not lie on
/// the paths of their pairs.
void CheckEstimator(const ExperimentContext& context, DiagnosticSink* sink);

}  // namespace flow::lang

#endif  // FLOWLANG_CHECK_CHECK_ESTIMATOR_H_
