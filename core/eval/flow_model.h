#ifndef CORE_EVAL_FLOW_MODEL_H_
#define CORE_EVAL_FLOW_MODEL_H_

#include <memory>

#include "core/distribution/distribution.h"
#include "core/ode/divergence_field.h"
#include "core/ode/sampler_options.h"

namespace flow::core {

/// A flow, for metrics that ask for more than the points that it made: of which
/// laws, along which field, and how it is followed.
struct FlowModel {
  std::shared_ptr<const Distribution> source, target;
  std::shared_ptr<const DivergenceField> field;
  OdeOptions solver;
};

}  // namespace flow::core

#endif  // CORE_EVAL_FLOW_MODEL_H_
