#ifndef CORE_NN_POTENTIAL_H_
#define CORE_NN_POTENTIAL_H_

#include <cstdint>

#include "ATen/core/Tensor.h"
#include "core/base/random.h"
#include "core/nn/network.h"

namespace flow::core {

/// A function f: R^D -> R of its parameters, which live outside, as those of a
/// Network do. Immutable and thread-safe.
class Potential {
 public:
  virtual ~Potential() = default;

  /// Starting values, drawn from `seed`; float32, requiring no gradient.
  virtual Parameters Initialize(Seed seed) const = 0;

  /// f [B] at `x_bd` [B, D]. Differentiable in the parameters (those of
  /// Initialize, in order, of the points' floating dtype) and in the points.
  virtual at::Tensor Values(const Parameters& parameters,
                            const at::Tensor& x_bd) const = 0;

  /// How many points are computed at once where there are many, so that what a
  /// layer holds of them stays in memory. A constant of the arithmetic, not of
  /// the machine: results depend on it in the last bits.
  virtual int64_t ChunkRows() const { return 4096; }

  /// grad f [B, D] at `x_bd`, by autograd; has no graph itself.
  at::Tensor Gradients(const Parameters& parameters,
                       const at::Tensor& x_bd) const;
};

}  // namespace flow::core

#endif  // CORE_NN_POTENTIAL_H_
