#ifndef CORE_TRAIN_TRAINER_H_
#define CORE_TRAIN_TRAINER_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "core/base/thread_pool.h"
#include "core/nn/flat_parameters.h"
#include "core/nn/network.h"
#include "core/train/gradient_source.h"
#include "core/train/train_options.h"
#include "core/train/update_rule.h"

namespace flow::core {

/// What one logged step looked like. `step` counts finished steps, so the last
/// one is train.steps; the loss is that of the step just made.
struct TrainLog {
  int64_t step = 0;
  double loss = 0;
  double learning_rate_factor = 1;
  double gradient_norm = 0;  // before clipping
};

/// What the trainer tells on its way, in the training thread; an error ends the
/// training. By itself it tells nobody.
struct TrainHooks {
  /// Every log_every steps and at the last.
  std::function<absl::Status(const TrainLog&)> on_log = [](const TrainLog&) {
    return absl::OkStatus();
  };
  /// Every checkpoint_every steps and at the last: save Trainer::State() here.
  std::function<absl::Status()> on_checkpoint = [] { return absl::OkStatus(); };
};

/// The training loop: step by step by an update rule, with an average of the
/// weights where one is asked for. Between two steps everything that later
/// steps depend on is in State(). Not thread-safe.
class Trainer {
 public:
  /// `initial` are the starting weights, float32, on the device of the rule;
  /// they are copied. Of `options`
  /// only steps, ema_decay, checkpoint_every and log_every are looked at.
  Trainer(const TrainOptions& options, const Parameters& initial,
          std::unique_ptr<UpdateRule> rule);

  /// By gradients and the optimiser of `options`. `pool` is not owned; the bits
  /// do not depend on it.
  Trainer(const TrainOptions& options, const Parameters& initial,
          std::shared_ptr<GradientSource> gradients, ThreadPool* pool);

  /// Trains from the current step to the last. Errors: those of the rule and of
  /// the hooks.
  absl::Status Run(const TrainHooks& hooks);

  /// Finished steps.
  int64_t step() const { return step_; }

  /// The last weights.
  const Parameters& weights() const { return weights_.named; }

  /// What to evaluate: the average where one is kept, else the last weights; on
  /// the CPU, where they are sharing memory with what is trained.
  Parameters result() const;

  /// Everything a checkpoint must hold, by name ("weights.…", "average.…",
  /// "step" and what the rule says); copies, on the CPU.
  std::vector<NamedTensor> State() const;

  /// Goes back to a saved state. DataLoss when a tensor is missing or has
  /// another shape; the trainer is then not to be used.
  absl::Status Restore(const std::vector<NamedTensor>& state);

 private:
  absl::StatusOr<TrainLog> Step();
  // Whether something that comes every so many steps, and at the last, comes
  // after `step` of them.
  bool IsDue(int64_t step, int64_t every) const;
  // The live weights, sharing memory.
  std::vector<NamedTensor> Live() const;

  TrainOptions options_;
  FlatParameters weights_;
  std::optional<FlatParameters> average_;
  std::unique_ptr<UpdateRule> rule_;
  int64_t step_ = 0;
};

}  // namespace flow::core

#endif  // CORE_TRAIN_TRAINER_H_
