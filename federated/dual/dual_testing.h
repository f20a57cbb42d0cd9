#ifndef FEDERATED_DUAL_DUAL_TESTING_H_
#define FEDERATED_DUAL_DUAL_TESTING_H_

/// Potentials whose transport is known, for tests.

#include <vector>

#include "ATen/TensorOperators.h"
#include "ATen/ops/tensor.h"
#include "core/nn/potential.h"

namespace flow::federated {

/// f(x) = a |x|^2 + b.x with the parameters "square" [1] and "linear" [D].
class QuadraticPotential : public core::Potential {
 public:
  core::Parameters Initialize(Seed) const override { return {}; }
  at::Tensor Values(const core::Parameters& parameters,
                    const at::Tensor& x_bd) const override {
    return parameters[0].value * x_bd.square().sum(1) +
           x_bd.matmul(parameters[1].value);
  }
};

/// N(0, I) -> N(m, s^2 I) in D dimensions, in closed form:
///
///     T(x) = m + s x,  f(x) = (1 - s) |x|^2 - 2 m.x,
///     f^c(y) = |y - x|^2 - f(x) at x = (y - m) / s,
///     OT = |m|^2 + D (1 - s)^2.
struct GaussianTransport {
  std::vector<double> mean;
  double std;

  at::Tensor mean_d() const {
    return at::tensor(at::ArrayRef<double>(mean), at::kDouble);
  }
  core::Parameters potential() const {
    return {{"square", at::tensor({1 - std}, at::kDouble)},
            {"linear", -2 * mean_d()}};
  }
  at::Tensor Forward(const at::Tensor& x_bd) const {
    return mean_d().to(x_bd.scalar_type()) + std * x_bd;
  }
  at::Tensor Back(const at::Tensor& y_bd) const {
    return (y_bd - mean_d().to(y_bd.scalar_type())) / std;
  }
  at::Tensor Transform(const at::Tensor& y_bd) const {
    const at::Tensor x_bd = Back(y_bd);
    return (y_bd - x_bd).square().sum(1) -
           QuadraticPotential().Values(potential(), x_bd);
  }
  double cost() const {
    return mean_d().square().sum().item<double>() +
           static_cast<double>(mean.size()) * (1 - std) * (1 - std);
  }
};

inline core::Parameters CastTo(at::ScalarType dtype,
                               const core::Parameters& parameters) {
  core::Parameters cast = parameters;
  for (core::NamedTensor& p : cast) p.value = p.value.to(dtype);
  return cast;
}

inline double Largest(const at::Tensor& x) {
  return x.abs().max().item<double>();
}

}  // namespace flow::federated

#endif  // FEDERATED_DUAL_DUAL_TESTING_H_
