#ifndef FLOWLANG_CHECK_CHECK_PARTITION_H_
#define FLOWLANG_CHECK_CHECK_PARTITION_H_

#include "flowlang/check/experiment_context.h"

namespace flow::lang {

/// incompatible-choice, out-of-range: a partition that the target does not have
/// the labels, the components or the points for.
void CheckPartition(const ExperimentContext& context, DiagnosticSink* sink);

}  // namespace flow::lang

#endif  // FLOWLANG_CHECK_CHECK_PARTITION_H_
