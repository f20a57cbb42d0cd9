#ifndef FLOWLANG_CHECK_CHECK_RESOURCES_H_
#define FLOWLANG_CHECK_CHECK_RESOURCES_H_

#include "flowlang/check/experiment_context.h"

namespace flow::lang {

/// out-of-range (warning): an estimate of the memory past that of the machine.
void CheckResources(const ExperimentContext& context, DiagnosticSink* sink);

/// The same for a machine with so many bytes.
void CheckFitsIn(double machine_bytes, const ExperimentContext& context,
                 DiagnosticSink* sink);

}  // namespace flow::lang

#endif  // FLOWLANG_CHECK_CHECK_RESOURCES_H_
