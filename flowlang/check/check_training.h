#ifndef FLOWLANG_CHECK_CHECK_TRAINING_H_
#define FLOWLANG_CHECK_CHECK_TRAINING_H_

#include "flowlang/check/experiment_context.h"

namespace flow::lang {

/// incompatible-choice: nesterov without momentum. unused-setting (warning): a
/// warm-up that outlasts the training; logs or checkpoints further apart than
/// its steps are fine, the last step always writes both. out-of-range
/// (warning): an average of which more than a tenth is the weights that
/// training starts from.
void CheckTraining(const ExperimentContext& context, DiagnosticSink* sink);

}  // namespace flow::lang

#endif  // FLOWLANG_CHECK_CHECK_TRAINING_H_
