#include "core/base/check.h"
#include "flowlang/plan/convert.h"

namespace flow::lang {
namespace {

core::ScheduleOptions Convert(const Schedule& schedule) {
  switch (schedule.kind_case()) {
    case Schedule::kConstant:
      return core::ConstantScheduleOptions{schedule.constant().warmup()};
    case Schedule::kWarmupCosine:
      return core::WarmupCosineOptions{schedule.warmup_cosine().warmup(),
                                       schedule.warmup_cosine().final()};
    case Schedule::kStep:
      return core::StepScheduleOptions{schedule.step().every(),
                                       schedule.step().factor()};
    case Schedule::KIND_NOT_SET:
      break;
  }
  FLOW_CHECK(false) << "the checks require a schedule";
  return {};
}

core::TimeLawOptions Convert(const TimeLaw& law) {
  switch (law.kind_case()) {
    case TimeLaw::kUniform:
      return core::UniformTimeOptions{};
    case TimeLaw::kBeta:
      return core::BetaTimeOptions{law.beta().alpha(), law.beta().beta()};
    case TimeLaw::kLogitNormal:
      return core::LogitNormalTimeOptions{law.logit_normal().mean(),
                                          law.logit_normal().std()};
    case TimeLaw::kLogNormal:
      return core::LogNormalTimeOptions{law.log_normal().mean(),
                                        law.log_normal().std()};
    case TimeLaw::kMode:
      return core::ModeTimeOptions{law.mode().scale()};
    case TimeLaw::KIND_NOT_SET:
      break;
  }
  FLOW_CHECK(false) << "the checks require a law of time";
  return {};
}

core::LossWeightOptions Convert(const LossWeight& weight) {
  switch (weight.kind_case()) {
    case LossWeight::kConstant:
      return core::ConstantWeightOptions{};
    case LossWeight::kMinSnr:
      return core::MinSnrWeightOptions{weight.min_snr().cap()};
    case LossWeight::kNearTarget:
      return core::NearTargetWeightOptions{weight.near_target().epsilon()};
    case LossWeight::KIND_NOT_SET:
      break;
  }
  FLOW_CHECK(false) << "the checks require a weight";
  return {};
}

core::Precision Convert(Training::Precision precision) {
  switch (precision) {
    case Training::FLOAT32:
      return core::Precision::kFloat32;
    case Training::BFLOAT16:
      return core::Precision::kBfloat16;
    case Training::TF32:
      return core::Precision::kTf32;
  }
  FLOW_CHECK(false) << "no such precision";
  return core::Precision::kFloat32;
}

core::Draws Convert(Training::Draws draws) {
  switch (draws) {
    case Training::WITH_REPLACEMENT:
      return core::Draws::kWithReplacement;
    case Training::EPOCHS:
      return core::Draws::kEpochs;
  }
  FLOW_CHECK(false) << "no such draws";
  return core::Draws::kWithReplacement;
}

}  // namespace

core::OptimizerOptions ToOptions(const Optimizer& optimizer) {
  switch (optimizer.kind_case()) {
    case Optimizer::kAdam: {
      const Adam& o = optimizer.adam();
      return core::AdamOptions{o.learning_rate(), o.beta1(), o.beta2(),
                               o.epsilon()};
    }
    case Optimizer::kAdamw: {
      const AdamW& o = optimizer.adamw();
      return core::AdamWOptions{o.learning_rate(), o.beta1(), o.beta2(),
                                o.epsilon(), o.weight_decay()};
    }
    case Optimizer::kSgd: {
      const Sgd& o = optimizer.sgd();
      return core::SgdOptions{o.learning_rate(), o.momentum(), o.weight_decay(),
                              o.nesterov()};
    }
    case Optimizer::KIND_NOT_SET:
      break;
  }
  FLOW_CHECK(false) << "the checks require an optimizer";
  return {};
}

core::FineTuningOptions ToOptions(const FineTuning& tuning) {
  switch (tuning.trained_case()) {
    case FineTuning::kAll:
      return core::AllWeightsOptions{};
    case FineTuning::kLowRank: {
      const LowRankAdapter& o = tuning.low_rank();
      return core::LowRankOptions{
          o.rank(), o.alpha(), {o.parameters().begin(), o.parameters().end()}};
    }
    case FineTuning::kProxy:
      return core::ProxyOptions{tuning.proxy().keep(),
                                tuning.proxy().align_steps()};
    case FineTuning::kNothing:
    case FineTuning::TRAINED_NOT_SET:
      break;
  }
  FLOW_CHECK(false) << "nothing is trained, or defaults say what";
  return {};
}

core::TrainOptions ToOptions(const Training& train) {
  core::TrainOptions options;
  options.steps = train.steps();
  options.batch = train.batch();
  options.times_per_pair = train.times_per_pair();
  options.time_law = Convert(train.time_law());
  options.weight = Convert(train.weight());
  options.optimizer = ToOptions(train.optimizer());
  options.schedule = Convert(train.schedule());
  if (train.has_ema()) options.ema_decay = train.ema().decay();
  if (train.has_max_gradient_norm()) {
    options.max_gradient_norm = train.max_gradient_norm();
  }
  options.precision = Convert(train.precision());
  options.draws = Convert(train.draws());
  options.checkpoint_every = train.checkpoint_every();
  options.log_every = train.log_every();
  return options;
}

}  // namespace flow::lang
