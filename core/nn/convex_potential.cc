#include "core/nn/convex_potential.h"

#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "ATen/TensorOperators.h"
#include "ATen/ops/eye.h"
#include "ATen/ops/full.h"
#include "ATen/ops/linear.h"
#include "ATen/ops/sigmoid.h"
#include "ATen/ops/softplus.h"
#include "ATen/ops/zeros.h"
#include "absl/strings/str_cat.h"
#include "core/base/check.h"
#include "core/nn/drawn_values.h"

namespace flow::core {
namespace {

// Beyond 40 log(1 + exp(y)) is y to the last bit; LibTorch's own bound of 20
// would put a step of 2e-9 into the function.
at::Tensor Softplus(const at::Tensor& y) { return at::softplus(y, 1, 40); }

// The y for which log(1 + exp(y)) = value > 0.
double InverseSoftplus(double value) { return std::log(std::expm1(value)); }

}  // namespace

ConvexPotential::ConvexPotential(const IcnnOptions& options,
                                 const Parameters& parameters) {
  const size_t depth = options.hidden.size();
  FLOW_CHECK(parameters.size() == 3 * depth + 2)
      << "three tensors a layer, but two of the first, and three of the output";
  size_t next = 0;
  const auto take = [&] { return parameters[next++].value; };
  for (size_t k = 0; k < depth; ++k) {
    Layer layer{take(), take(), {}};
    if (k > 0) layer.hidden_hh = Softplus(take());
    layers_.push_back(std::move(layer));
  }
  output_h_ = Softplus(take());
  linear_d_ = take();
  quadratic_ = options.strength + Softplus(take());
}

ConvexPotential::Forward ConvexPotential::RunForward(
    const at::Tensor& x_bd) const {
  Forward forward;
  for (const Layer& layer : layers_) {
    at::Tensor pre_bh = at::linear(x_bd, layer.skip_hd, layer.bias_h);
    if (layer.hidden_hh.defined()) {
      pre_bh = pre_bh + at::linear(forward.last_bh, layer.hidden_hh);
    }
    forward.last_bh = Softplus(pre_bh);
    forward.pre_bh.push_back(pre_bh);
  }
  return forward;
}

std::vector<at::Tensor> ConvexPotential::RunBackward(
    const Forward& forward) const {
  std::vector<at::Tensor> slope_bh(layers_.size());
  slope_bh.back() = output_h_.expand_as(forward.last_bh);
  for (size_t k = layers_.size(); --k > 0;) {
    slope_bh[k - 1] = (slope_bh[k] * at::sigmoid(forward.pre_bh[k]))
                          .matmul(layers_[k].hidden_hh);
  }
  return slope_bh;
}

at::Tensor ConvexPotential::ValueOf(const Forward& forward,
                                    const at::Tensor& x_bd) const {
  return forward.last_bh.matmul(output_h_) + x_bd.matmul(linear_d_) +
         0.5 * quadratic_ * x_bd.square().sum(1);
}

at::Tensor ConvexPotential::GradientOf(const Forward& forward,
                                       const std::vector<at::Tensor>& slope_bh,
                                       const at::Tensor& x_bd) const {
  at::Tensor gradient_bd = linear_d_ + quadratic_ * x_bd;
  for (size_t k = 0; k < layers_.size(); ++k) {
    gradient_bd = gradient_bd + (slope_bh[k] * at::sigmoid(forward.pre_bh[k]))
                                    .matmul(layers_[k].skip_hd);
  }
  return gradient_bd;
}

at::Tensor ConvexPotential::Value(const at::Tensor& x_bd) const {
  return ValueOf(RunForward(x_bd), x_bd);
}

at::Tensor ConvexPotential::Gradient(const at::Tensor& x_bd) const {
  const Forward forward = RunForward(x_bd);
  return GradientOf(forward, RunBackward(forward), x_bd);
}

PotentialPoint ConvexPotential::At(const at::Tensor& x_bd) const {
  const int64_t rows = x_bd.size(0), dim = x_bd.size(1);
  const Forward forward = RunForward(x_bd);
  const std::vector<at::Tensor> slope_bh = RunBackward(forward);
  at::Tensor hessian_bdd =
      (quadratic_ * at::eye(dim, x_bd.options())).expand({rows, dim, dim});
  at::Tensor moved_bhd;  // the Jacobian of z_k
  for (size_t k = 0; k < layers_.size(); ++k) {
    at::Tensor jacobian_bhd =
        layers_[k].skip_hd.expand({rows, layers_[k].skip_hd.size(0), dim});
    if (k > 0) {
      jacobian_bhd = jacobian_bhd + layers_[k].hidden_hh.matmul(moved_bhd);
    }
    const at::Tensor rate_bh = at::sigmoid(forward.pre_bh[k]);
    const at::Tensor bend_bh = slope_bh[k] * rate_bh * (1 - rate_bh);
    hessian_bdd = hessian_bdd + jacobian_bhd.transpose(1, 2).matmul(
                                    bend_bh.unsqueeze(2) * jacobian_bhd);
    moved_bhd = rate_bh.unsqueeze(2) * jacobian_bhd;
  }
  return {ValueOf(forward, x_bd), GradientOf(forward, slope_bh, x_bd),
          hessian_bdd};
}

Parameters InitializePotential(const IcnnOptions& options, Seed seed) {
  FLOW_CHECK(options.dim >= 1 && !options.hidden.empty())
      << "the plan gives the dimension and the hidden layers";
  // from a half to three halves of an equal share
  const auto share_of = [](int64_t inputs) {
    return [inputs](double u) {
      return InverseSoftplus((0.5 + u) / static_cast<double>(inputs));
    };
  };
  Parameters parameters;
  int64_t inputs = 0;
  for (size_t k = 0; k < options.hidden.size(); ++k) {
    const int64_t width = options.hidden[k];
    const std::string layer = absl::StrCat("layers.", k);
    parameters.push_back(
        {layer + ".skip", LinearStart(DeriveSeed(seed, layer, "skip"),
                                      {width, options.dim}, options.dim)});
    parameters.push_back(
        {layer + ".bias",
         LinearStart(DeriveSeed(seed, layer, "bias"), {width}, options.dim)});
    if (k > 0) {
      parameters.push_back(
          {layer + ".hidden", DrawnValues(DeriveSeed(seed, layer, "hidden"),
                                          {width, inputs}, share_of(inputs))});
    }
    inputs = width;
  }
  parameters.push_back(
      {"output.hidden", DrawnValues(DeriveSeed(seed, "output.hidden"), {inputs},
                                    share_of(inputs))});
  parameters.push_back({"output.linear", at::zeros({options.dim}, at::kFloat)});
  parameters.push_back(
      {"output.quadratic", at::full({1}, InverseSoftplus(1), at::kFloat)});
  return parameters;
}

}  // namespace flow::core
