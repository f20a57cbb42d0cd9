#ifndef FLOWLANG_CHECK_CHECK_METRICS_H_
#define FLOWLANG_CHECK_CHECK_METRICS_H_

#include "flowlang/check/experiment_context.h"

namespace flow::lang {

/// incompatible-choice: a metric without what it measures. out-of-range: more
/// points than there are; (warning) fewer than the metric needs to tell
/// anything. unused-setting (warning): what only another choice reads.
void CheckMetrics(const ExperimentContext& context, DiagnosticSink* sink);

}  // namespace flow::lang

#endif  // FLOWLANG_CHECK_CHECK_METRICS_H_
