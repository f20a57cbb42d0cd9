#include "flowlang/check/choices.h"

#include "datasets/digits.h"

namespace flow::lang {

const Condition* ConditionOf(const Model& model) {
  if (model.mlp().has_condition()) return &model.mlp().condition();
  if (model.unet().has_condition()) return &model.unet().condition();
  if (model.dit().has_condition()) return &model.dit().condition();
  return nullptr;
}

Prediction ChosenPrediction(const Model& model) {
  if (model.has_unet()) return model.unet().predict();
  if (model.has_dit()) return model.dit().predict();
  return model.mlp().predict();
}

std::string Straightener(const Method& method) {
  if (method.flow_matching().has_acceleration()) return "acceleration";
  return method.flow_matching().has_reflow() ? "reflow" : "";
}

bool LearnsPathVelocity(const Method& method) {
  const FlowMatching& flow = method.flow_matching();
  return method.has_flow_matching() && Straightener(method).empty() &&
         !flow.has_shallow_start() && flow.dual().loss() != Dual::COSINE;
}

std::vector<std::string> UnevenTimes(const Training& train) {
  std::vector<std::string> settings;
  if (!train.time_law().has_uniform()) settings.push_back("time_law");
  if (!train.weight().has_constant()) settings.push_back("weight");
  return settings;
}

bool IsStochastic(const Sampler& sampler) {
  return sampler.has_euler_maruyama() || sampler.has_stochastic_heun();
}

int64_t ImageSide(const Distribution& distribution) {
  if (distribution.has_digits()) return datasets::kDigitsSide;
  if (distribution.has_images()) return distribution.images().size();
  return 0;
}

}  // namespace flow::lang
