#ifndef CORE_EVAL_FLOW_MODEL_H_
#define CORE_EVAL_FLOW_MODEL_H_

#include <memory>

#include "core/distribution/distribution.h"
#include "core/ode/chain.h"
#include "core/ode/sampler_options.h"
#include "core/ode/velocity_field.h"
#include "core/path/conditional_path.h"
#include "core/train/batch.h"

namespace flow::core {

/// A path between independent ends, and its marginal velocity in closed form.
struct ExactFlow {
  std::shared_ptr<const ConditionalPath> path;
  std::shared_ptr<const VelocityField> velocity;
};

/// A flow, for metrics that ask for more than the points that it made: of which
/// laws, along which field or chain of them, how they are followed, and what it
/// was trained on.
struct FlowModel {
  std::shared_ptr<const Distribution> source, target;
  FieldChain fields;                     // one part, unless it is a chain
  OdeOptions solver;                     // not read of a flow with noise
  ExactFlow exact = {};                  // null where there is no closed form
  std::shared_ptr<const Batches> pairs;  // of the training; may be null
  FieldChain way_back = {};              // learnt apart; else empty

  /// What leads from the target to the source, followed backward.
  const FieldChain& fields_back() const {
    return way_back.empty() ? fields : way_back;
  }
};

}  // namespace flow::core

#endif  // CORE_EVAL_FLOW_MODEL_H_
