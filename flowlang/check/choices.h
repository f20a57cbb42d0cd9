#ifndef FLOWLANG_CHECK_CHOICES_H_
#define FLOWLANG_CHECK_CHOICES_H_

/// What several checks ask of the parts of an experiment.

#include <cstdint>
#include <string>
#include <vector>

#include "flowlang/schema/experiment.pb.h"

namespace flow::lang {

/// The straightener, a field of flow_matching, that leaves the flow on lines of
/// its own pairs instead of the experiment's path: "reflow", "acceleration", or
/// empty.
std::string Straightener(const Method& method);

/// Whether what is learnt is the marginal velocity of the experiment's path and
/// coupling, from its source: plain flow matching.
bool LearnsPathVelocity(const Method& method);

/// The settings of a training by which times and their weights are not uniform:
/// of "time_law" and "weight".
std::vector<std::string> UnevenTimes(const Training& train);

/// Whether the sampler adds noise on its way.
bool IsStochastic(const Sampler& sampler);

}  // namespace flow::lang

#endif  // FLOWLANG_CHECK_CHOICES_H_
