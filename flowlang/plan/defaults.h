#ifndef FLOWLANG_PLAN_DEFAULTS_H_
#define FLOWLANG_PLAN_DEFAULTS_H_

#include "flowlang/schema/experiment.pb.h"

namespace flow::lang {

/// Writes out what the file left unsaid: the parts that have a default (a
/// linear path, an independent coupling, adam, a constant schedule, dopri5,
/// time as a coordinate, flow matching, the parts of a federation), what
/// follows from another choice (the regularisation of a bridge's coupling), and
/// in every message that is there the default of every field. Printing the
/// result gives an experiment that says everything.
void FillDefaults(Experiment* experiment);

}  // namespace flow::lang

#endif  // FLOWLANG_PLAN_DEFAULTS_H_
