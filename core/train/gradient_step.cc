#include "core/train/gradient_step.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/kernels/optimizer_step.h"
#include "core/train/not_finite.h"
#include "core/train/schedule.h"

namespace flow::core {

double GradientNorm(const at::Tensor& gradient, ThreadPool* pool) {
  constexpr int64_t kShard = 65536;
  const int64_t count = gradient.numel();
  const float* values = gradient.const_data_ptr<float>();
  std::vector<double> squares((count + kShard - 1) / kShard);
  pool->ParallelFor(squares.size(), [&](int64_t i) {
    squares[i] =
        SumOfSquares(values + i * kShard, std::min(kShard, count - i * kShard));
  });
  return std::sqrt(std::accumulate(squares.begin(), squares.end(), 0.0));
}

double ClipFactor(double norm, std::optional<double> max) {
  return max && norm > *max ? *max / norm : 1;
}

GradientStep::GradientStep(const TrainOptions& options, int64_t parameters,
                           std::shared_ptr<GradientSource> gradients,
                           ThreadPool* pool)
    : options_(options),
      optimizer_(MakeOptimizer(options.optimizer, parameters)),
      gradients_(std::move(gradients)),
      pool_(pool) {}

absl::StatusOr<StepReport> GradientStep::Step(int64_t step,
                                              const MovedWeights& moved) {
  FLOW_ASSIGN_OR_RETURN(const Gradient gradient,
                        gradients_->Get(step, moved.weights));
  const double norm = GradientNorm(gradient.flat, pool_);
  if (!std::isfinite(gradient.loss) || !std::isfinite(norm)) {
    return NotFiniteError(step, gradient.loss, norm, last_loss_);
  }
  last_loss_ = gradient.loss;
  const double factor = ScheduleFactor(options_.schedule, step, options_.steps);
  optimizer_->Step(
      {.weights = moved.weights.flat,
       .gradient = gradient.flat,
       .rate_factor = factor,
       .gradient_scale = ClipFactor(norm, options_.max_gradient_norm),
       .average = moved.average,
       .average_blend = moved.average_blend},
      pool_);
  return StepReport{gradient.loss, factor, norm};
}

std::vector<NamedTensor> GradientStep::Live() const {
  std::vector<NamedTensor> live = optimizer_->State();
  for (NamedTensor& t : live) t.name = absl::StrCat("optimizer.", t.name);
  return live;
}

std::vector<NamedTensor> GradientStep::State() const {
  return CloneParameters(Live());
}

absl::Status GradientStep::Restore(const std::vector<NamedTensor>& state) {
  return RestoreTensors(state, Live());
}

}  // namespace flow::core
