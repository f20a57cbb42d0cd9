#ifndef CORE_NN_NETWORK_FIELD_H_
#define CORE_NN_NETWORK_FIELD_H_

#include <memory>
#include <utility>

#include "core/nn/network.h"
#include "core/ode/autograd_divergence.h"
#include "core/ode/divergence_field.h"

namespace flow::core {

/// A network at fixed parameters, as a field to follow, with its divergence by
/// autograd. Works where the parameters are: points of another device go there,
/// and what the network says of them comes back. Shares the memory of the
/// parameters, which must not change meanwhile. Immutable and thread-safe.
class NetworkField : public DivergenceField {
 public:
  NetworkField(std::shared_ptr<const Network> network, Parameters parameters)
      : network_(std::move(network)), parameters_(std::move(parameters)) {}

  at::Tensor Velocity(const at::Tensor& x_bd,
                      const at::Tensor& t_b) const override {
    const at::Device here = x_bd.device();
    const at::Device there = parameters_[0].value.device();
    return network_->Outputs(parameters_, {x_bd.to(there), t_b.to(there)})
        .to(here);
  }

  VelocityDivergence VelocityAndDivergence(
      const at::Tensor& x_bd, const at::Tensor& t_b,
      const at::Tensor& probe_pbd) const override {
    return AutogradDivergence(*this, x_bd, t_b, probe_pbd);
  }

 private:
  std::shared_ptr<const Network> network_;
  Parameters parameters_;
};

}  // namespace flow::core

#endif  // CORE_NN_NETWORK_FIELD_H_
