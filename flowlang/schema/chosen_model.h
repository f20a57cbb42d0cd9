#ifndef FLOWLANG_SCHEMA_CHOSEN_MODEL_H_
#define FLOWLANG_SCHEMA_CHOSEN_MODEL_H_

/// What models of several kinds have in common.

#include "flowlang/schema/model.pb.h"

namespace flow::lang {

/// The class labels that the network takes, or null.
const Condition* ConditionOf(const Model& model);

/// The same of a network without: no classes.
const Condition& ConditionOrNone(const Model& model);

/// What the network is to tell of a point.
Prediction ChosenPrediction(const Model& model);

}  // namespace flow::lang

#endif  // FLOWLANG_SCHEMA_CHOSEN_MODEL_H_
