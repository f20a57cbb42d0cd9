#include "core/train/trainer.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "ATen/TensorOperators.h"
#include "ATen/ops/full.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/kernels/optimizer_step.h"
#include "core/train/schedule.h"

namespace flow::core {
namespace {

void Prefix(const std::string& prefix, const std::vector<NamedTensor>& from,
            std::vector<NamedTensor>* to) {
  for (const NamedTensor& t : from) to->push_back({prefix + t.name, t.value});
}

}  // namespace

Trainer::Trainer(const TrainOptions& options, const Parameters& initial,
                 std::shared_ptr<GradientSource> gradients, ThreadPool* pool)
    : options_(options),
      weights_(Flatten(initial)),
      optimizer_(MakeOptimizer(options.optimizer, weights_.flat.numel())),
      gradients_(std::move(gradients)),
      pool_(pool) {
  if (options.ema_decay) average_ = Flatten(initial);
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

// The sums over shards that do not depend on the threads, added in order.
double Trainer::Norm(const at::Tensor& gradient) const {
  constexpr int64_t kShard = 65536;
  const int64_t count = gradient.numel();
  const float* values = gradient.const_data_ptr<float>();
  std::vector<double> squares((count + kShard - 1) / kShard);
  pool_->ParallelFor(squares.size(), [&](int64_t i) {
    squares[i] =
        SumOfSquares(values + i * kShard, std::min(kShard, count - i * kShard));
  });
  return std::sqrt(std::accumulate(squares.begin(), squares.end(), 0.0));
}

absl::StatusOr<TrainLog> Trainer::Step() {
  FLOW_ASSIGN_OR_RETURN(const Gradient gradient,
                        gradients_->Get(step_, weights_));
  const double norm = Norm(gradient.flat);
  if (!std::isfinite(gradient.loss) || !std::isfinite(norm)) {
    return absl::OutOfRangeError(absl::StrCat(
        "the loss is not finite at step ", step_ + 1, " (loss ", gradient.loss,
        ", gradient norm ", norm, "); ",
        last_loss_ ? absl::StrCat("the last finite loss was ", *last_loss_)
                   : "it was the first step of this run",
        "; a smaller learning rate or train.max_gradient_norm may help"));
  }
  last_loss_ = gradient.loss;
  OptimizerStep step = {.weights = weights_.flat, .gradient = gradient.flat};
  if (options_.max_gradient_norm && norm > *options_.max_gradient_norm) {
    step.gradient_scale = *options_.max_gradient_norm / norm;
  }
  const double factor =
      ScheduleFactor(options_.schedule, step_, options_.steps);
  step.rate_factor = factor;
  if (average_) {
    step.average = average_->flat;
    step.average_blend = 1 - *options_.ema_decay;
  }
  optimizer_->Step(step, pool_);
  ++step_;
  return TrainLog{step_, gradient.loss, factor, norm};
}

std::vector<NamedTensor> Trainer::Live() const {
  std::vector<NamedTensor> live;
  Prefix("weights.", weights_.named, &live);
  if (average_) Prefix("average.", average_->named, &live);
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
