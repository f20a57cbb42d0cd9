#ifndef FLOWLANG_CHECK_CHECK_TRAINING_H_
#define FLOWLANG_CHECK_CHECK_TRAINING_H_

#include "flowlang/check/experiment_context.h"

namespace flow::lang {

/// incompatible-choice: nesterov without momentum. unused-setting (warning): a
/// warm-up that outlasts the training; logs or checkpoints further apart than
/// its steps are fine, the last step always writes both.
void CheckTraining(const ExperimentContext& context, DiagnosticSink* sink);

}  // namespace flow::lang

#endif  // FLOWLANG_CHECK_CHECK_TRAINING_H_
