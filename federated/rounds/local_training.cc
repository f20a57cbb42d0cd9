#include "federated/rounds/local_training.h"

#include <cmath>
#include <memory>
#include <variant>

#include "ATen/TensorOperators.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/nn/flat_parameters.h"
#include "core/train/gradient_step.h"
#include "core/train/optimizer.h"
#include "federated/aggregation/fed_prox.h"

namespace flow::federated {
namespace {

double LearningRate(const core::OptimizerOptions& options) {
  return std::visit([](const auto& o) { return o.learning_rate; }, options);
}

at::Tensor RangeOf(const at::Tensor& flat, const ModuleRange& range) {
  return flat.narrow(0, range.begin, range.size());
}

}  // namespace

absl::Status NotFinite(int64_t client, int64_t round, int64_t step,
                       double loss) {
  return absl::OutOfRangeError(absl::StrCat(
      "the loss of client ", client, " is not finite in step ", step,
      " of round ", round, " (loss ", loss,
      "); a smaller learning rate or train.max_gradient_norm may help"));
}

absl::Status WeightsNotFinite(int64_t round) {
  return absl::OutOfRangeError(absl::StrCat(
      "the weights are not finite after round ", round,
      "; a smaller learning rate or train.max_gradient_norm may help"));
}

absl::StatusOr<LocalEnd> TrainLocally(const LocalOptions& options,
                                      const LocalStart& start,
                                      const core::Parameters& like,
                                      core::GradientSource* gradients) {
  const bool has_controls = start.controls.client.defined();
  ThreadPool alone(1);
  const core::FlatParameters at =
      core::ViewsOf(start.end.copy_(start.weights), like);
  const std::unique_ptr<core::Optimizer> optimizer =
      core::MakeOptimizer(options.optimizer, at.flat.numel());
  LocalEnd end;
  for (int64_t k = 0; k < options.steps; ++k) {
    FLOW_ASSIGN_OR_RETURN(const core::Gradient gradient,
                          gradients->Get(start.round * options.steps + k, at));
    AddProximalGradient(start.proximal_mu, at.flat, start.weights,
                        gradient.flat);
    if (has_controls) CorrectDrift(start.controls, gradient.flat);
    for (const ModuleRange& r : start.frozen) {
      RangeOf(gradient.flat, r).zero_();
    }
    double scale = 1;
    if (start.max_gradient_norm) {
      scale = core::ClipFactor(core::GradientNorm(gradient.flat, &alone),
                               start.max_gradient_norm);
    }
    if (!std::isfinite(gradient.loss) || !std::isfinite(scale)) {
      return NotFinite(start.client, start.round + 1, k + 1, gradient.loss);
    }
    end.loss += gradient.loss / options.steps;
    optimizer->Step({.weights = at.flat,
                     .gradient = gradient.flat,
                     .rate_factor = start.rate_factor,
                     .gradient_scale = scale},
                    &alone);
    // a decay of weights needs no gradient
    for (const ModuleRange& r : start.frozen) {
      RangeOf(at.flat, r).copy_(RangeOf(start.weights, r));
    }
  }
  end.weights = at.flat;
  if (has_controls) {
    const double rates =
        options.steps * start.rate_factor * LearningRate(options.optimizer);
    end.control_change =
        NextClientControl(start.controls, start.weights, end.weights, rates)
            .sub_(start.controls.client);
  }
  return end;
}

}  // namespace flow::federated
