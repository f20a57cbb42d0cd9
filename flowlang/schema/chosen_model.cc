#include "flowlang/schema/chosen_model.h"

namespace flow::lang {

const Condition* ConditionOf(const Model& model) {
  if (model.mlp().has_condition()) return &model.mlp().condition();
  if (model.unet().has_condition()) return &model.unet().condition();
  if (model.dit().has_condition()) return &model.dit().condition();
  return nullptr;
}

const Condition& ConditionOrNone(const Model& model) {
  const Condition* condition = ConditionOf(model);
  return condition != nullptr ? *condition : Condition::default_instance();
}

Prediction ChosenPrediction(const Model& model) {
  if (model.has_unet()) return model.unet().predict();
  if (model.has_dit()) return model.dit().predict();
  return model.mlp().predict();
}

}  // namespace flow::lang
