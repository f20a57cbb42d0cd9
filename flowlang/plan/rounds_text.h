#ifndef FLOWLANG_PLAN_ROUNDS_TEXT_H_
#define FLOWLANG_PLAN_ROUNDS_TEXT_H_

#include <string>

#include "flowlang/schema/experiment.pb.h"

namespace flow::lang {

/// What a federation's rounds cost, as a line of the plan: "rounds     300, of
/// 10 steps; each asks 20 of 100 clients, who get 1.2 MB and send 300 kB".
/// What is said of sending is that of the topology. Empty without a federation.
std::string RoundsLine(const Experiment& experiment, double parameters);

}  // namespace flow::lang

#endif  // FLOWLANG_PLAN_ROUNDS_TEXT_H_
