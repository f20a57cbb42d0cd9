#ifndef CORE_NN_CONVEX_POTENTIAL_H_
#define CORE_NN_CONVEX_POTENTIAL_H_

#include <vector>

#include "ATen/core/Tensor.h"
#include "core/nn/network.h"
#include "core/nn/network_options.h"

namespace flow::core {

// Shapes: B rows, D dimensions.

/// A potential with what curves it.
struct PotentialPoint {
  at::Tensor value_b, gradient_bd, hessian_bdd;
};

/// A network that is convex in its input [Amos17]:
///
///     z_1 = s(A_0 x + b_0),  z_{k+1} = s(W_k z_k + A_k x + b_k),
///     Psi(x) = w . z_K + l . x + q |x|^2 / 2,
///
/// with s(y) = log(1 + exp(y)), which is convex and does not fall, and so
/// convexity passes from layer to layer as long as W_k and w are not negative:
/// they are s of the parameters "layers.k.hidden" [h_{k+1}, h_k] and
/// "output.hidden" [h_K]. q is `strength` plus s of "output.quadratic" [1], so
/// that grad Psi is onto and Psi strongly convex. The rest are parameters as
/// they are: "layers.k.skip" [h, D], "layers.k.bias" [h], "output.linear" [D].
/// Gradient and Hessian are written out, not differentiated:
///
///     g_K = w,  d_k = g_k+1 s'(pre_k),  g_k = W_k^T d_k,
///     grad Psi = sum_k A_k^T d_k + l + q x,
///     hess Psi = sum_k P_k^T diag(g_k+1 s''(pre_k)) P_k + q I,
///
/// pre_k what s is taken of and P_k its Jacobian. Immutable and thread-safe;
/// holds the parameters' graph, if they have one.
class ConvexPotential {
 public:
  /// Needs the parameters of InitializePotential, in order.
  ConvexPotential(const IcnnOptions& options, const Parameters& parameters);

  /// The value [B] at `x_bd` [B, D], of the parameters' dtype.
  at::Tensor Value(const at::Tensor& x_bd) const;

  /// The gradient [B, D] at `x_bd` [B, D], of the parameters' dtype.
  /// Differentiable in the parameters and in the points.
  at::Tensor Gradient(const at::Tensor& x_bd) const;

  /// Both, and the Hessian [B, D, D].
  PotentialPoint At(const at::Tensor& x_bd) const;

 private:
  struct Layer {
    at::Tensor skip_hd, bias_h, hidden_hh;  // hidden_hh: A_0 has none
  };
  // pre_k of all layers, and z_K
  struct Forward {
    std::vector<at::Tensor> pre_bh;
    at::Tensor last_bh;
  };
  Forward RunForward(const at::Tensor& x_bd) const;
  // g_k+1 of all layers
  std::vector<at::Tensor> RunBackward(const Forward& forward) const;
  at::Tensor ValueOf(const Forward& forward, const at::Tensor& x_bd) const;
  at::Tensor GradientOf(const Forward& forward,
                        const std::vector<at::Tensor>& slope_bh,
                        const at::Tensor& x_bd) const;

  std::vector<Layer> layers_;
  at::Tensor output_h_, linear_d_, quadratic_;
};

/// Float32 parameters whose gradient is near the identity: A and b uniform on
/// (-1/sqrt(D), 1/sqrt(D)), W and w about one over the number of inputs, l = 0,
/// q = 1 + strength. Element i of a tensor from row i of a seed derived from
/// its name.
Parameters InitializePotential(const IcnnOptions& options, Seed seed);

}  // namespace flow::core

#endif  // CORE_NN_CONVEX_POTENTIAL_H_
