#ifndef CORE_TRAIN_TRAIN_OPTIONS_H_
#define CORE_TRAIN_TRAIN_OPTIONS_H_

/// The settings of training. No torch: plans carry these.

#include <cstdint>
#include <optional>
#include <variant>

namespace flow::core {

/// The formulas stand in optimizer.h.
struct AdamOptions {
  double learning_rate = 1e-3;
  double beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8;
};

/// Adam with decoupled weight decay.
struct AdamWOptions {
  double learning_rate = 1e-3;
  double beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8;
  double weight_decay = 0.01;
};

struct SgdOptions {
  double learning_rate = 1e-2;
  double momentum = 0, weight_decay = 0;
  bool nesterov = false;
};

using OptimizerOptions = std::variant<AdamOptions, AdamWOptions, SgdOptions>;

/// Multipliers of the learning rate; see schedule.h. `warmup` and `every` are
/// numbers of steps.
struct ConstantScheduleOptions {
  int64_t warmup = 0;
};
struct WarmupCosineOptions {
  int64_t warmup = 0;
  double final = 0;
};
struct StepScheduleOptions {
  int64_t every = 1;
  double factor = 0.5;
};

using ScheduleOptions = std::variant<ConstantScheduleOptions,
                                     WarmupCosineOptions, StepScheduleOptions>;

struct TrainOptions {
  int64_t steps = 10000;  // >= 1
  int64_t batch = 256;    // pairs a step, >= 1
  OptimizerOptions optimizer;
  ScheduleOptions schedule;
  // d of average <- d average + (1 - d) weights; no average when empty
  std::optional<double> ema_decay;
  // longer gradients are scaled down to this Euclidean norm; none when empty
  std::optional<double> max_gradient_norm;
  int64_t checkpoint_every = 1000;  // 0: only at the end
  int64_t log_every = 100;          // >= 1
};

}  // namespace flow::core

#endif  // CORE_TRAIN_TRAIN_OPTIONS_H_
