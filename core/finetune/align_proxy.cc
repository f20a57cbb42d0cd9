#include "core/finetune/align_proxy.h"

#include <memory>
#include <utility>

#include "ATen/TensorOperators.h"
#include "ATen/core/grad_mode.h"
#include "core/base/status_macros.h"
#include "core/nn/make_network.h"
#include "core/tensor/random_tensor.h"
#include "core/train/batch.h"
#include "core/train/local_gradient_source.h"
#include "core/train/make_batch_gradient.h"
#include "core/train/regression_objective.h"
#include "core/train/trainer.h"

namespace flow::core {
namespace {

constexpr int64_t kBatch = 256;
constexpr int64_t kEulerSteps = 8;

// Points where the wide network's flow goes, as x0_bd, and what the network
// says of them, as x1_bd.
class WhatItSays : public Batches {
 public:
  WhatItSays(const MlpOptions& wide, const Parameters& base,
             const Distribution& source, Seed seed)
      : wide_(MakeNetwork(wide)),
        classes_(wide.classes),
        base_(base),
        source_(source),
        seed_(seed) {}

  absl::StatusOr<Stretch> GetStretch(int64_t step) const override {
    const at::NoGradGuard no_grad;
    const Seed seed = DeriveSeed(seed_, step);
    Batch rows;
    if (classes_ > 0) {
      rows.label_b =
          IndexTensor(DeriveSeed(seed, "label"), classes_ + 1, kBatch) - 1;
    }
    rows.t_b = UniformTensor(DeriveSeed(seed, "time"), kBatch);
    at::Tensor x_bd =
        source_.DrawFor(rows.label_b, kBatch, DeriveSeed(seed, "source")).x_nd;
    const auto says = [&](const at::Tensor& at_bd, const at::Tensor& t_b) {
      return wide_->Outputs(base_, {at_bd, t_b, rows.label_b});
    };
    for (int64_t k = 0; k < kEulerSteps; ++k) {
      const double done = static_cast<double>(k) / kEulerSteps;
      x_bd = x_bd + (rows.t_b / kEulerSteps).unsqueeze(1) *
                        says(x_bd, rows.t_b * done);
    }
    rows.x0_bd = x_bd;
    rows.x1_bd = says(x_bd, rows.t_b);
    return Stretch{.first = step, .rows = std::move(rows)};
  }

 private:
  std::shared_ptr<const Network> wide_;
  int64_t classes_;
  Parameters base_;
  const Distribution& source_;
  Seed seed_;
};

class SayTheSame : public RegressionObjective {
 public:
  Regression ProblemOf(const Batch& batch) const override {
    return {.x_bd = batch.x0_bd,
            .target_be = batch.x1_bd,
            .scale_b = {},
            .weight_b = {}};
  }
};

}  // namespace

absl::StatusOr<Parameters> AlignProxy(const NetworkProxy& proxy,
                                      const MlpOptions& wide,
                                      const Distribution& source, int64_t steps,
                                      Seed seed, ThreadPool* pool) {
  const TrainOptions options = {.steps = steps,
                                .batch = kBatch,
                                .optimizer = AdamOptions{.learning_rate = 1e-3},
                                .schedule = WarmupCosineOptions{}};
  Trainer trainer(
      options, proxy.Initialize(),
      std::make_shared<LocalGradientSource>(
          MakeBatchGradient(proxy.network(), std::make_shared<SayTheSame>()),
          std::make_shared<WhatItSays>(wide, proxy.base(), source, seed), pool),
      pool);
  FLOW_RETURN_IF_ERROR(trainer.Run(TrainHooks()))
      << "while aligning a proxy with its network";
  return CloneParameters(trainer.weights());
}

}  // namespace flow::core
