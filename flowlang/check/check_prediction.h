#ifndef FLOWLANG_CHECK_CHECK_PREDICTION_H_
#define FLOWLANG_CHECK_CHECK_PREDICTION_H_

#include "flowlang/check/experiment_context.h"

namespace flow::lang {

/// incompatible-choice: a network that predicts noise or a score on a path that
/// has none. Also what samplers ask of it: the stochastic ones need a score.
void CheckPrediction(const ExperimentContext& context, DiagnosticSink* sink);

}  // namespace flow::lang

#endif  // FLOWLANG_CHECK_CHECK_PREDICTION_H_
