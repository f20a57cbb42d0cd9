#ifndef FLOWLANG_CHECK_CHECK_COUPLING_H_
#define FLOWLANG_CHECK_CHECK_COUPLING_H_

#include "flowlang/check/experiment_context.h"

namespace flow::lang {

/// incompatible-choice: a permutation from a plan that is none; labels that the
/// target has not; a temperature that is missing; (warning) transport that is
/// blind to the condition of the model. out-of-range: a coupled batch that is
/// no multiple of the batch; a regularisation that underflows in float32.
/// unused-setting (warning): what only another choice reads.
void CheckCoupling(const ExperimentContext& context, DiagnosticSink* sink);

}  // namespace flow::lang

#endif  // FLOWLANG_CHECK_CHECK_COUPLING_H_
