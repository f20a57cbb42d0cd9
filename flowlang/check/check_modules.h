#ifndef FLOWLANG_CHECK_CHECK_MODULES_H_
#define FLOWLANG_CHECK_CHECK_MODULES_H_

#include "flowlang/check/experiment_context.h"

namespace flow::lang {

/// Parts of the network that a federation shares by rules of their own.
/// unresolved-reference: a part that the network lacks. incompatible-choice: a
/// parameter in two of them, an edge's part without edges, and anything but a
/// plain average at a server. out-of-range: a client of a module that is none
/// of the federation. unused-setting (warning): how often what is never shared
/// is, and whose what nobody trains is.
void CheckModules(const ExperimentContext& context, DiagnosticSink* sink);

}  // namespace flow::lang

#endif  // FLOWLANG_CHECK_CHECK_MODULES_H_
