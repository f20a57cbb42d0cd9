#ifndef FLOWLANG_CHECK_CHECK_TOPOLOGY_H_
#define FLOWLANG_CHECK_CHECK_TOPOLOGY_H_

#include "flowlang/check/experiment_context.h"

namespace flow::lang {

/// Who talks to whom in a federation. out-of-range: groups that do not divide
/// the clients, a graph that there is not for so many; (warning) one that is
/// hardly ever connected. incompatible-choice: joining what clients of this
/// topology do not have in common. unused-setting (warning): weights that
/// nobody counts by.
void CheckTopology(const ExperimentContext& context, DiagnosticSink* sink);

}  // namespace flow::lang

#endif  // FLOWLANG_CHECK_CHECK_TOPOLOGY_H_
