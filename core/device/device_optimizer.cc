#include "core/device/device_optimizer.h"

#include <optional>
#include <type_traits>
#include <utility>
#include <variant>

#include "ATen/TensorOperators.h"
#include "ATen/ops/_fused_adam.h"
#include "ATen/ops/_fused_adamw.h"
#include "ATen/ops/_fused_sgd.h"
#include "ATen/ops/zeros.h"
#include "core/base/status_macros.h"
#include "core/train/update_rule.h"

namespace flow::core {
namespace {

at::Tensor CopyOf(const at::Tensor& x, at::ScalarType dtype) {
  return x.to(at::kCPU, dtype, /*non_blocking=*/false, /*copy=*/true);
}

at::Tensor CopyOf(const at::Tensor& x) { return CopyOf(x, at::kFloat); }

// The kernels count in float32, which is exact up to 16 million steps.
at::Tensor Counted(const at::Tensor& steps) { return CopyOf(steps, at::kLong); }

template <typename Options>
class FusedAdam : public DeviceOptimizer {
 public:
  FusedAdam(const Options& options, int64_t parameters, at::Device device)
      : options_(options),
        first_p_(at::zeros({parameters}, device)),
        second_p_(at::zeros({parameters}, device)),
        steps_(at::zeros({}, device)) {}

  void Step(const DeviceOptimizerStep& step) override {
    steps_.add_(1 - step.skip);
    const auto call = [&](auto kernel, double decay) {
      kernel({step.weights_p}, {step.gradient_p}, {first_p_}, {second_p_}, {},
             {steps_}, step.rate, options_.beta1, options_.beta2, decay,
             options_.epsilon, /*amsgrad=*/false, /*maximize=*/false,
             step.gradient_div, step.skip);
    };
    using Kernel = void (*)(at::TensorList, at::TensorList, at::TensorList,
                            at::TensorList, at::TensorList, at::TensorList,
                            const at::Tensor&, double, double, double, double,
                            bool, bool, const std::optional<at::Tensor>&,
                            const std::optional<at::Tensor>&);
    if constexpr (std::is_same_v<Options, AdamWOptions>) {
      call(static_cast<Kernel>(at::_fused_adamw_), options_.weight_decay);
    } else {
      call(static_cast<Kernel>(at::_fused_adam_), /*decay=*/0);
    }
  }

  std::vector<NamedTensor> State() const override {
    return {{"first_moment", CopyOf(first_p_)},
            {"second_moment", CopyOf(second_p_)},
            {"step", Counted(steps_)}};
  }

  std::vector<at::Tensor> Live() const override {
    return {first_p_, second_p_, steps_};
  }

 private:
  Options options_;
  at::Tensor first_p_, second_p_, steps_;
};

// A momentum of zeros makes the first step what it is everywhere: v = g.
class FusedSgd : public DeviceOptimizer {
 public:
  FusedSgd(const SgdOptions& options, int64_t parameters, at::Device device)
      : options_(options), steps_(at::zeros({}, device)) {
    if (options.momentum > 0) momentum_ = {at::zeros({parameters}, device)};
  }

  void Step(const DeviceOptimizerStep& step) override {
    steps_.add_(1 - step.skip);
    at::_fused_sgd_({step.weights_p}, {step.gradient_p}, momentum_,
                    options_.weight_decay, options_.momentum, step.rate,
                    /*dampening=*/0, options_.nesterov, /*maximize=*/false,
                    /*is_first_step=*/false, step.gradient_div, step.skip);
  }

  std::vector<NamedTensor> State() const override {
    std::vector<NamedTensor> state = {{"step", Counted(steps_)}};
    if (!momentum_.empty()) state.push_back({"momentum", CopyOf(momentum_[0])});
    return state;
  }

  std::vector<at::Tensor> Live() const override {
    std::vector<at::Tensor> live = {steps_};
    if (!momentum_.empty()) live.push_back(momentum_[0]);
    return live;
  }

 private:
  SgdOptions options_;
  std::vector<at::Tensor> momentum_;  // one or none, as the kernel wants it
  at::Tensor steps_;
};

struct Maker {
  int64_t parameters;
  at::Device device;

  template <typename Options>
  std::unique_ptr<DeviceOptimizer> operator()(const Options& options) const {
    return std::make_unique<FusedAdam<Options>>(options, parameters, device);
  }
  std::unique_ptr<DeviceOptimizer> operator()(const SgdOptions& options) const {
    return std::make_unique<FusedSgd>(options, parameters, device);
  }
};

}  // namespace

absl::Status DeviceOptimizer::Restore(const std::vector<NamedTensor>& state) {
  const std::vector<NamedTensor> staged = State();
  FLOW_RETURN_IF_ERROR(RestoreTensors(state, staged));
  const std::vector<at::Tensor> live = Live();
  for (size_t i = 0; i < live.size(); ++i) live[i].copy_(staged[i].value);
  return absl::OkStatus();
}

std::unique_ptr<DeviceOptimizer> MakeDeviceOptimizer(
    const OptimizerOptions& options, int64_t parameters, at::Device device) {
  return std::visit(Maker{parameters, device}, options);
}

}  // namespace flow::core
