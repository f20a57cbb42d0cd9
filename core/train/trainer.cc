#include "core/train/trainer.h"

#include <cmath>
#include <utility>

#include "ATen/TensorOperators.h"
#include "ATen/ops/_foreach_lerp.h"
#include "ATen/ops/full.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/train/schedule.h"

namespace flow::core {
namespace {

double Norm(const std::vector<at::Tensor>& gradients) {
  double squares = 0;
  for (const at::Tensor& g : gradients) {
    squares += g.square().sum(at::kDouble).item<double>();
  }
  return std::sqrt(squares);
}

void Prefix(const std::string& prefix, const std::vector<NamedTensor>& from,
            std::vector<NamedTensor>* to) {
  for (const NamedTensor& t : from) to->push_back({prefix + t.name, t.value});
}

}  // namespace

Trainer::Trainer(const TrainOptions& options, const Parameters& initial,
                 std::shared_ptr<GradientSource> gradients)
    : options_(options),
      weights_(CloneParameters(initial)),
      optimizer_(MakeOptimizer(options.optimizer, weights_)),
      gradients_(std::move(gradients)) {
  if (options.ema_decay) average_ = CloneParameters(initial);
}

absl::Status Trainer::Run(const TrainHooks& hooks) {
  while (step_ < options_.steps) {
    FLOW_ASSIGN_OR_RETURN(const TrainLog log, Step());
    const bool last = step_ == options_.steps;
    if (last || step_ % options_.log_every == 0) {
      FLOW_RETURN_IF_ERROR(hooks.on_log(log));
    }
    if (last || (options_.checkpoint_every > 0 &&
                 step_ % options_.checkpoint_every == 0)) {
      FLOW_RETURN_IF_ERROR(hooks.on_checkpoint());
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<TrainLog> Trainer::Step() {
  FLOW_ASSIGN_OR_RETURN(Gradient gradient, gradients_->Get(step_, weights_));
  const double norm = Norm(gradient.values);
  if (!std::isfinite(gradient.loss) || !std::isfinite(norm)) {
    return absl::OutOfRangeError(absl::StrCat(
        "the loss is not finite at step ", step_ + 1, " (loss ", gradient.loss,
        ", gradient norm ", norm, "); ",
        last_loss_ ? absl::StrCat("the last finite loss was ", *last_loss_)
                   : "it was the first step of this run",
        "; a smaller learning rate or train.max_gradient_norm may help"));
  }
  last_loss_ = gradient.loss;
  if (options_.max_gradient_norm && norm > *options_.max_gradient_norm) {
    for (at::Tensor& g : gradient.values) {
      g.mul_(*options_.max_gradient_norm / norm);
    }
  }
  const double factor =
      ScheduleFactor(options_.schedule, step_, options_.steps);
  optimizer_->Step(ValuesOf(weights_), gradient.values, factor);
  if (average_) {
    at::_foreach_lerp_(ValuesOf(*average_), ValuesOf(weights_),
                       1 - *options_.ema_decay);
  }
  ++step_;
  return TrainLog{step_, gradient.loss, factor, norm};
}

std::vector<NamedTensor> Trainer::Live() const {
  std::vector<NamedTensor> live;
  Prefix("weights.", weights_, &live);
  if (average_) Prefix("average.", *average_, &live);
  Prefix("optimizer.", optimizer_->State(), &live);
  return live;
}

std::vector<NamedTensor> Trainer::State() const {
  std::vector<NamedTensor> state = CloneParameters(Live());
  state.push_back({"step", at::full({}, step_, at::kLong)});
  return state;
}

absl::Status Trainer::Restore(const std::vector<NamedTensor>& state) {
  const auto find = [&](const std::string& name) -> const at::Tensor* {
    for (const NamedTensor& t : state) {
      if (t.name == name) return &t.value;
    }
    return nullptr;
  };
  for (const NamedTensor& live : Live()) {
    const at::Tensor* saved = find(live.name);
    if (saved == nullptr || saved->sizes() != live.value.sizes()) {
      return absl::DataLossError(absl::StrCat(
          "the checkpoint has no '", live.name, "' of the planned shape"));
    }
    live.value.copy_(*saved);
  }
  const at::Tensor* step = find("step");
  if (step == nullptr) {
    return absl::DataLossError("the checkpoint has no 'step'");
  }
  step_ = step->item<int64_t>();
  return absl::OkStatus();
}

}  // namespace flow::core
