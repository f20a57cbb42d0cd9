#ifndef CORE_ODE_VELOCITY_FIELD_TESTING_H_
#define CORE_ODE_VELOCITY_FIELD_TESTING_H_

#include <algorithm>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <mutex>
#include <utility>

#include "ATen/TensorOperators.h"
#include "ATen/core/Tensor.h"
#include "ATen/ops/ones_like.h"
#include "core/ode/velocity_field.h"

namespace flow::core {

/// A field given by a function of x_bd [B, D] and t_b1 [B, 1]. Remembers how
/// often it was called, with how many rows, and the range of the times.
class FunctionField : public VelocityField {
 public:
  using Function =
      std::function<at::Tensor(const at::Tensor& x_bd, const at::Tensor& t_b1)>;

  explicit FunctionField(Function function) : function_(std::move(function)) {}

  at::Tensor Velocity(const at::Tensor& x_bd,
                      const at::Tensor& t_b) const override {
    {
      std::lock_guard<std::mutex> lock(mutex_);
      ++calls_;
      smallest_batch_ = std::min(smallest_batch_, x_bd.size(0));
      largest_batch_ = std::max(largest_batch_, x_bd.size(0));
      min_t_ = std::min(min_t_, t_b.min().item<double>());
      max_t_ = std::max(max_t_, t_b.max().item<double>());
    }
    return function_(x_bd, t_b.unsqueeze(1));
  }

  int64_t calls() const { return calls_; }
  int64_t smallest_batch() const { return smallest_batch_; }
  int64_t largest_batch() const { return largest_batch_; }
  double min_t() const { return min_t_; }
  double max_t() const { return max_t_; }

 private:
  Function function_;
  mutable std::mutex mutex_;
  mutable int64_t calls_ = 0;
  mutable int64_t smallest_batch_ = std::numeric_limits<int64_t>::max();
  mutable int64_t largest_batch_ = 0;
  mutable double min_t_ = std::numeric_limits<double>::infinity();
  mutable double max_t_ = -std::numeric_limits<double>::infinity();
};

/// Says one everywhere, and asks no tensor for a number.
class Ones : public VelocityField {
 public:
  at::Tensor Velocity(const at::Tensor& x_bd,
                      const at::Tensor& t_b) const override {
    return at::ones_like(x_bd);
  }
};

/// The marginal velocity of the linear path from N(0, 1) to N(mean, std^2),
/// independently coupled, in each coordinate. With s_t^2 = (1-t)^2 + t^2 std^2,
///
///     v(x, t) = mean + (t std^2 - (1-t)) / s_t^2 * (x - t mean),
///     x_t = t mean + s_t x_0.
inline FunctionField::Function GaussianVelocity(double mean, double std) {
  return [mean, std](const at::Tensor& x_bd, const at::Tensor& t_b1) {
    const double variance = std * std;
    const at::Tensor s = 1 - t_b1;
    const at::Tensor rate =
        (t_b1 * variance - s) / (s * s + t_b1 * t_b1 * variance);
    return mean + rate * (x_bd - t_b1 * mean);
  };
}

/// x' = (1 + 2t) (1 - x^2): nonlinear, time-dependent, coordinate by
/// coordinate.
inline at::Tensor TanhVelocity(const at::Tensor& x_bd, const at::Tensor& t_b1) {
  return (1 + 2 * t_b1) * (1 - x_bd * x_bd);
}

/// Its solution at t from |x_0| < 1: tanh(artanh x_0 + t + t^2).
inline at::Tensor TanhSolution(const at::Tensor& x_bd, double t) {
  return (x_bd.atanh() + (t + t * t)).tanh();
}

}  // namespace flow::core

#endif  // CORE_ODE_VELOCITY_FIELD_TESTING_H_
