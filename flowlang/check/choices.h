#ifndef FLOWLANG_CHECK_CHOICES_H_
#define FLOWLANG_CHECK_CHOICES_H_

/// What several checks ask of the parts of an experiment.

#include <cstdint>
#include <string>
#include <vector>

#include "flowlang/schema/experiment.pb.h"

namespace flow::lang {

/// The class labels that the network takes, or null.
const Condition* ConditionOf(const Model& model);

/// What the network is to tell of a point.
Prediction ChosenPrediction(const Model& model);

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

/// The side in pixels of the images that the law is of; 0 if it is of none.
int64_t ImageSide(const Distribution& distribution);

}  // namespace flow::lang

#endif  // FLOWLANG_CHECK_CHOICES_H_
