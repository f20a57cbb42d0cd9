#ifndef FLOWLANG_CHECK_CHECK_PATH_H_
#define FLOWLANG_CHECK_CHECK_PATH_H_

#include "flowlang/check/experiment_context.h"

namespace flow::lang {

/// incompatible-choice: a path that takes its noise from the source needs a
/// standard Gaussian source. out-of-range: the ends of a schedule in the wrong
/// order; coefficients that do not reach the data, or noise that vanishes
/// before it does. unused-setting (warning): a source beside a path that begins
/// at a law of its own.
void CheckPath(const ExperimentContext& context, DiagnosticSink* sink);

}  // namespace flow::lang

#endif  // FLOWLANG_CHECK_CHECK_PATH_H_
