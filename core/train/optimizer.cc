#include "core/train/optimizer.h"

#include <algorithm>
#include <cmath>
#include <type_traits>

#include "ATen/ops/_fused_sgd.h"
#include "ATen/ops/zeros.h"
#include "core/base/check.h"
#include "core/kernels/optimizer_step.h"

namespace flow::core {
namespace {

// Elements that one thread takes at a time.
constexpr int64_t kShard = 32768;

// Adam and AdamW differ in what the decay means.
template <typename Options>
class AdaptiveMoments : public Optimizer {
 public:
  AdaptiveMoments(const Options& options, int64_t parameters)
      : options_(options),
        first_(at::zeros({parameters}, at::kFloat)),
        second_(at::zeros({parameters}, at::kFloat)),
        steps_(at::zeros({}, at::kLong)) {}

  void Step(const OptimizerStep& step, ThreadPool* pool) override {
    FLOW_CHECK(step.weights.is_contiguous() && step.gradient.is_contiguous())
        << "flat parameters are";
    steps_.add_(1);
    const AdamCoefficients coefficients = Coefficients(step);
    const int64_t count = first_.numel();
    const bool averages = step.average.defined();
    const AdamArrays all = {
        count,
        step.gradient.const_data_ptr<float>(),
        step.weights.data_ptr<float>(),
        first_.data_ptr<float>(),
        second_.data_ptr<float>(),
        averages ? step.average.data_ptr<float>() : nullptr};
    pool->ParallelFor((count + kShard - 1) / kShard, [&](int64_t i) {
      AdamStep(coefficients, Part(all, i * kShard));
    });
  }

  std::vector<NamedTensor> State() const override {
    return {
        {"first_moment", first_}, {"second_moment", second_}, {"step", steps_}};
  }

 private:
  static AdamArrays Part(const AdamArrays& all, int64_t begin) {
    return {std::min(kShard, all.count - begin),
            all.gradient + begin,
            all.weight + begin,
            all.first_moment + begin,
            all.second_moment + begin,
            all.average != nullptr ? all.average + begin : nullptr};
  }

  AdamCoefficients Coefficients(const OptimizerStep& step) const {
    const double k = steps_.item<int64_t>();
    const double rate = options_.learning_rate * step.rate_factor;
    double decay = 0;
    if constexpr (std::is_same_v<Options, AdamWOptions>) {
      decay = options_.weight_decay;
    }
    AdamCoefficients c;
    c.scale = step.gradient_scale;
    c.keep = 1 - rate * decay;
    c.blend1 = 1 - options_.beta1;
    c.keep2 = options_.beta2;
    c.blend2 = 1 - options_.beta2;
    c.rate = rate / (1 - std::pow(options_.beta1, k));
    c.root_scale = 1 / std::sqrt(1 - std::pow(options_.beta2, k));
    c.epsilon = options_.epsilon;
    c.average_blend = step.average_blend;
    return c;
  }

  Options options_;
  at::Tensor first_, second_, steps_;
};

// By LibTorch's fused kernel.
class Sgd : public Optimizer {
 public:
  Sgd(const SgdOptions& options, int64_t parameters)
      : options_(options), steps_(at::zeros({}, at::kLong)) {
    if (options.momentum > 0) {
      momentum_ = {at::zeros({parameters}, at::kFloat)};
    }
  }

  void Step(const OptimizerStep& step, ThreadPool*) override {
    if (step.gradient_scale != 1) step.gradient.mul_(step.gradient_scale);
    const bool first = steps_.item<int64_t>() == 0;
    at::_fused_sgd_({step.weights}, {step.gradient}, momentum_,
                    options_.weight_decay, options_.momentum,
                    options_.learning_rate * step.rate_factor,
                    /*dampening=*/0, options_.nesterov, /*maximize=*/false,
                    /*is_first_step=*/first);
    steps_.add_(1);
    if (step.average.defined()) {
      step.average.lerp_(step.weights, step.average_blend);
    }
  }

  std::vector<NamedTensor> State() const override {
    std::vector<NamedTensor> state = {{"step", steps_}};
    if (!momentum_.empty()) state.push_back({"momentum", momentum_[0]});
    return state;
  }

 private:
  SgdOptions options_;
  std::vector<at::Tensor> momentum_;  // one or none, as the kernel wants it
  at::Tensor steps_;
};

struct Maker {
  int64_t parameters;

  template <typename Options>
  std::unique_ptr<Optimizer> operator()(const Options& options) const {
    return std::make_unique<AdaptiveMoments<Options>>(options, parameters);
  }
  std::unique_ptr<Optimizer> operator()(const SgdOptions& options) const {
    return std::make_unique<Sgd>(options, parameters);
  }
};

}  // namespace

std::unique_ptr<Optimizer> MakeOptimizer(const OptimizerOptions& options,
                                         int64_t parameters) {
  return std::visit(Maker{parameters}, options);
}

}  // namespace flow::core
