#include "core/train/optimizer.h"

#include <string>

#include "ATen/ops/_fused_adam.h"
#include "ATen/ops/_fused_adamw.h"
#include "ATen/ops/_fused_sgd.h"
#include "ATen/ops/zeros.h"
#include "ATen/ops/zeros_like.h"
#include "absl/strings/str_cat.h"

namespace flow::core {
namespace {

std::vector<at::Tensor> ZerosLike(const Parameters& parameters) {
  std::vector<at::Tensor> zeros;
  for (const NamedTensor& p : parameters) {
    zeros.push_back(at::zeros_like(p.value));
  }
  return zeros;
}

std::vector<std::string> NamesOf(const Parameters& parameters) {
  std::vector<std::string> names;
  for (const NamedTensor& p : parameters) names.push_back(p.name);
  return names;
}

void Append(const std::string& kind, const std::vector<std::string>& names,
            const std::vector<at::Tensor>& tensors,
            std::vector<NamedTensor>* state) {
  for (size_t i = 0; i < tensors.size(); ++i) {
    state->push_back({absl::StrCat(kind, ".", names[i]), tensors[i]});
  }
}

// Adam and AdamW differ in the kernel and in what the decay means.
template <typename Options>
class AdaptiveMoments : public Optimizer {
 public:
  AdaptiveMoments(const Options& options, const Parameters& parameters)
      : options_(options),
        names_(NamesOf(parameters)),
        first_(ZerosLike(parameters)),
        second_(ZerosLike(parameters)) {
    for (size_t i = 0; i < parameters.size(); ++i) {
      steps_.push_back(at::zeros({}, at::kFloat));
    }
  }

  void Step(const std::vector<at::Tensor>& parameters,
            const std::vector<at::Tensor>& gradients, double factor) override {
    // the kernel wants the step after this one's increment
    for (at::Tensor& step : steps_) step.add_(1);
    Update(parameters, gradients, options_.learning_rate * factor);
  }

  std::vector<NamedTensor> State() const override {
    std::vector<NamedTensor> state;
    Append("first_moment", names_, first_, &state);
    Append("second_moment", names_, second_, &state);
    Append("step", names_, steps_, &state);
    return state;
  }

 private:
  void Update(const std::vector<at::Tensor>& parameters,
              const std::vector<at::Tensor>& gradients, double rate) {
    if constexpr (std::is_same_v<Options, AdamWOptions>) {
      at::_fused_adamw_(parameters, gradients, first_, second_, {}, steps_,
                        rate, options_.beta1, options_.beta2,
                        options_.weight_decay, options_.epsilon,
                        /*amsgrad=*/false, /*maximize=*/false);
    } else {
      at::_fused_adam_(parameters, gradients, first_, second_, {}, steps_, rate,
                       options_.beta1, options_.beta2,
                       /*weight_decay=*/0, options_.epsilon,
                       /*amsgrad=*/false, /*maximize=*/false);
    }
  }

  Options options_;
  std::vector<std::string> names_;
  std::vector<at::Tensor> first_, second_, steps_;
};

class Sgd : public Optimizer {
 public:
  Sgd(const SgdOptions& options, const Parameters& parameters)
      : options_(options), names_(NamesOf(parameters)) {
    if (options.momentum > 0) momentum_ = ZerosLike(parameters);
    steps_ = at::zeros({}, at::kFloat);
  }

  void Step(const std::vector<at::Tensor>& parameters,
            const std::vector<at::Tensor>& gradients, double factor) override {
    const bool first = steps_.item<float>() == 0;
    at::_fused_sgd_(parameters, gradients, momentum_, options_.weight_decay,
                    options_.momentum, options_.learning_rate * factor,
                    /*dampening=*/0, options_.nesterov, /*maximize=*/false,
                    /*is_first_step=*/first);
    steps_.add_(1);
  }

  std::vector<NamedTensor> State() const override {
    std::vector<NamedTensor> state;
    Append("momentum", names_, momentum_, &state);
    state.push_back({"step", steps_});
    return state;
  }

 private:
  SgdOptions options_;
  std::vector<std::string> names_;
  std::vector<at::Tensor> momentum_;
  at::Tensor steps_;
};

struct Maker {
  const Parameters& parameters;

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
                                         const Parameters& parameters) {
  return std::visit(Maker{parameters}, options);
}

}  // namespace flow::core
