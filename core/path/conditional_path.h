#ifndef CORE_PATH_CONDITIONAL_PATH_H_
#define CORE_PATH_CONDITIONAL_PATH_H_

#include <optional>

#include "ATen/core/Tensor.h"

namespace flow::core {

// Shapes: B batch, D dimensions.

/// Where pairs are at their times, and how fast they move.
struct PathPoint {
  at::Tensor x_bd;         // x_t
  at::Tensor velocity_bd;  // the conditional velocity u_t(x_t | x0, x1)
};

/// The law of x_t given both ends of a pair: what flow matching regresses on
/// [Lipman23, Tong24]. Immutable and thread-safe.
///
/// All tensors have one dtype, float32 or float64; `t_b` lies in [0, 1]; the
/// noise is standard normal, drawn by the caller, so a path draws nothing
/// itself.
class ConditionalPath {
 public:
  virtual ~ConditionalPath() = default;

  /// Whether x_t depends on the noise; `noise_bd` may be undefined otherwise.
  virtual bool uses_noise() const = 0;

  /// x_t and u_t, both [B, D], at `x0_bd`, `x1_bd` and `noise_bd` [B, D] and
  /// `t_b` [B]. FLOW_CHECKs that the noise is there if it is used.
  virtual PathPoint At(const at::Tensor& x0_bd, const at::Tensor& x1_bd,
                       const at::Tensor& t_b,
                       const at::Tensor& noise_bd) const = 0;

  /// log p_t(x | x0, x1) in nats [B] at `x_bd` [B, D]; empty where x_t has no
  /// density.
  virtual std::optional<at::Tensor> LogDensity(const at::Tensor& x_bd,
                                               const at::Tensor& x0_bd,
                                               const at::Tensor& x1_bd,
                                               const at::Tensor& t_b) const = 0;
};

}  // namespace flow::core

#endif  // CORE_PATH_CONDITIONAL_PATH_H_
