#include "flowlang/check/choices.h"

namespace flow::lang {

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

}  // namespace flow::lang
