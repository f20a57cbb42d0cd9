#ifndef FLOWLANG_CHECK_CHECK_FEDERATION_H_
#define FLOWLANG_CHECK_CHECK_FEDERATION_H_

#include "flowlang/check/experiment_context.h"

namespace flow::lang {

/// The algebra of a federation. out-of-range: more faults than the rule can
/// bear, rounds that ask nobody. incompatible-choice: a secure sum with a rule
/// that must see single updates, what needs a server where there is none.
/// unused-setting (warning): settings of clients that no rule reads.
void CheckFederation(const ExperimentContext& context, DiagnosticSink* sink);

}  // namespace flow::lang

#endif  // FLOWLANG_CHECK_CHECK_FEDERATION_H_
