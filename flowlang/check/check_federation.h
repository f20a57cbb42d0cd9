#ifndef FLOWLANG_CHECK_CHECK_FEDERATION_H_
#define FLOWLANG_CHECK_CHECK_FEDERATION_H_

#include "flowlang/check/experiment_context.h"

namespace flow::lang {

/// The algebra of a federation. out-of-range: groups that do not divide the
/// clients, more faults than the rule can bear, clients without a class.
/// incompatible-choice: partitions by what the data has not, a secure sum with
/// a rule that must see single updates, a server rule where there is no server,
/// privacy of records with a coupling that mixes them. unused-setting
/// (warning): settings of clients that no rule reads.
void CheckFederation(const ExperimentContext& context, DiagnosticSink* sink);

}  // namespace flow::lang

#endif  // FLOWLANG_CHECK_CHECK_FEDERATION_H_
