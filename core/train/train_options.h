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

/// Laws of the time of a pair; see time_law.h.
struct UniformTimeOptions {};
struct BetaTimeOptions {
  double alpha = 1, beta = 1;  // > 0
};
struct LogitNormalTimeOptions {
  double mean = 0, std = 1;  // std > 0
};
struct LogNormalTimeOptions {
  double mean = -1.2, std = 1.2;  // std > 0
};
struct ModeTimeOptions {
  double scale = 1.29;  // in [-1, 2 / (pi - 2)]
};
/// t = 0 alone, which learns a map in one step.
struct StartTimeOptions {};

using TimeLawOptions =
    std::variant<UniformTimeOptions, BetaTimeOptions, LogitNormalTimeOptions,
                 LogNormalTimeOptions, ModeTimeOptions, StartTimeOptions>;

/// How much the error of a pair counts at its time; see loss_weight.h.
struct ConstantWeightOptions {};
struct MinSnrWeightOptions {
  double cap = 5;  // > 0
};
struct NearTargetWeightOptions {
  double epsilon = 0.05;  // > 0
};

using LossWeightOptions =
    std::variant<ConstantWeightOptions, MinSnrWeightOptions,
                 NearTargetWeightOptions>;

/// What a network computes with in training; weights, losses and what the
/// optimiser does are float32 in all cases. TF32 is float32 but for
/// convolutions on a GPU.
enum class Precision { kFloat32, kBfloat16, kTf32 };

/// How the rows of a step are drawn out of a finite set: each by itself; so
/// that none comes twice in the step, each step for itself; or through all of
/// them in a new random order, again and again, a step going on where the last
/// ended.
enum class Draws { kWithReplacement, kDistinctInStep, kEpochs };

struct TrainOptions {
  int64_t steps = 10000;       // >= 1
  int64_t batch = 256;         // pairs a step, >= 1
  int64_t times_per_pair = 1;  // rows of the network a pair, >= 1
  Draws draws = Draws::kWithReplacement;
  TimeLawOptions time_law;
  LossWeightOptions weight;
  OptimizerOptions optimizer;
  ScheduleOptions schedule;
  // d of average <- d average + (1 - d) weights; no average when empty
  std::optional<double> ema_decay;
  // longer gradients are scaled down to this Euclidean norm; none when empty
  std::optional<double> max_gradient_norm;
  Precision precision = Precision::kFloat32;
  int64_t checkpoint_every = 1000;  // 0: only at the end
  int64_t log_every = 100;          // >= 1
};

}  // namespace flow::core

#endif  // CORE_TRAIN_TRAIN_OPTIONS_H_
