#ifndef FLOWLANG_CHECK_CHECK_RECORD_PRIVACY_H_
#define FLOWLANG_CHECK_CHECK_RECORD_PRIVACY_H_

#include "flowlang/check/experiment_context.h"

namespace flow::lang {

/// incompatible-choice, out-of-range: what record-level privacy cannot bound,
/// as federated/privacy/noisy_gradients.h says: records that meet, networks
/// whose gradients are not of single records, targets without records and
/// batches without enough of them. A warning for a delta that bounds nothing.
void CheckRecordPrivacy(const ExperimentContext& context, DiagnosticSink* sink);

}  // namespace flow::lang

#endif  // FLOWLANG_CHECK_CHECK_RECORD_PRIVACY_H_
