#ifndef FLOWLANG_PLAN_LINKS_TEXT_H_
#define FLOWLANG_PLAN_LINKS_TEXT_H_

#include <string>

#include "flowlang/plan/estimate.h"
#include "flowlang/schema/experiment.pb.h"

namespace flow::lang {

/// What a round costs over the links of a federation where everybody takes
/// part, as a line of the plan: "links      a round of everybody takes 3.2 s,
/// 15 J and 9 messages over links, of which a way has up to 3". Where there are
/// edge servers it is a round of the edges, in the mean. Empty without links.
std::string LinksLine(const Experiment& experiment, const Estimate& estimate);

}  // namespace flow::lang

#endif  // FLOWLANG_PLAN_LINKS_TEXT_H_
