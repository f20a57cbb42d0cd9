#include "core/train/trainer.h"

#include <string>
#include <utility>

#include "ATen/ops/full.h"
#include "core/base/status_macros.h"
#include "core/train/gradient_step.h"

namespace flow::core {
namespace {

void Prefix(const std::string& prefix, const std::vector<NamedTensor>& from,
            std::vector<NamedTensor>* to) {
  for (const NamedTensor& t : from) to->push_back({prefix + t.name, t.value});
}

}  // namespace

Trainer::Trainer(const TrainOptions& options, const Parameters& initial,
                 std::unique_ptr<UpdateRule> rule)
    : options_(options), weights_(Flatten(initial)), rule_(std::move(rule)) {
  if (options.ema_decay) average_ = Flatten(initial);
}

Trainer::Trainer(const TrainOptions& options, const Parameters& initial,
                 std::shared_ptr<GradientSource> gradients, ThreadPool* pool)
    : Trainer(options, initial,
              std::make_unique<GradientStep>(options, CountNumbers(initial),
                                             std::move(gradients), pool)) {}

absl::Status Trainer::Run(const TrainHooks& hooks) {
  while (step_ < options_.steps) {
    FLOW_ASSIGN_OR_RETURN(const TrainLog log, Step());
    if (IsDue(step_, options_.log_every)) {
      FLOW_RETURN_IF_ERROR(hooks.on_log(log));
    }
    if (IsDue(step_, options_.checkpoint_every)) {
      FLOW_RETURN_IF_ERROR(hooks.on_checkpoint());
    }
  }
  return absl::OkStatus();
}

bool Trainer::IsDue(int64_t step, int64_t every) const {
  return step == options_.steps || (every > 0 && step % every == 0);
}

absl::StatusOr<TrainLog> Trainer::Step() {
  MovedWeights moved = {
      .weights = weights_,
      .reported = IsDue(step_ + 1, options_.log_every) ||
                  IsDue(step_ + 1, options_.checkpoint_every)};
  if (average_) {
    moved.average = average_->flat;
    moved.average_blend = 1 - *options_.ema_decay;
  }
  FLOW_ASSIGN_OR_RETURN(const StepReport report, rule_->Step(step_, moved));
  ++step_;
  return TrainLog{step_, report.loss, report.rate_factor, report.gradient_norm};
}

std::vector<NamedTensor> Trainer::Live() const {
  std::vector<NamedTensor> live;
  Prefix("weights.", weights_.named, &live);
  if (average_) Prefix("average.", average_->named, &live);
  return live;
}

Parameters Trainer::result() const {
  Parameters result = average_ ? average_->named : weights_.named;
  for (NamedTensor& t : result) t.value = t.value.cpu();
  return result;
}

std::vector<NamedTensor> Trainer::State() const {
  std::vector<NamedTensor> state = Live();
  for (NamedTensor& t : state) {
    t.value = t.value.to(at::kCPU, t.value.scalar_type(),
                         /*non_blocking=*/false, /*copy=*/true);
  }
  Prefix("", rule_->State(), &state);
  state.push_back({"step", at::full({}, step_, at::kLong)});
  return state;
}

absl::Status Trainer::Restore(const std::vector<NamedTensor>& state) {
  const at::Tensor step = at::full({}, 0, at::kLong);
  std::vector<NamedTensor> live = Live();
  live.push_back({"step", step});
  FLOW_RETURN_IF_ERROR(RestoreTensors(state, live));
  FLOW_RETURN_IF_ERROR(rule_->Restore(state));
  step_ = step.item<int64_t>();
  return absl::OkStatus();
}

}  // namespace flow::core
