#ifndef FLOWLANG_PLAN_ROUNDS_TEXT_H_
#define FLOWLANG_PLAN_ROUNDS_TEXT_H_

#include <string>

#include "flowlang/schema/experiment.pb.h"

namespace flow::lang {

/// What a federation's rounds cost, as a line of the plan: "rounds     300, of
/// 10 steps; each asks 20 of 100 clients, who get 1.2 MB and send 300 kB".
/// What is said of sending is that of the topology; `shared` is how many
/// numbers of the network travel in a round, in the mean where there are
/// modules that do not travel in every one, or not to every client. Empty
/// without a federation.
std::string RoundsLine(const Experiment& experiment, double shared);

}  // namespace flow::lang

#endif  // FLOWLANG_PLAN_ROUNDS_TEXT_H_
