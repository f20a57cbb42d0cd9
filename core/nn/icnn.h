#ifndef CORE_NN_ICNN_H_
#define CORE_NN_ICNN_H_

#include "core/nn/network.h"
#include "core/nn/network_options.h"

namespace flow::core {

/// The velocity of the straight lines z -> grad Psi(z) of a convex potential
/// (convex_potential.h), as Optimal Flow Matching has it [Kornilov24]:
///
///     v(x, t) = grad Psi(z) - z  with  (1 - t) z + t grad Psi(z) = x.
///
/// One step of Euler's method is exact: x + v(x, 0) = grad Psi(x). The loss of
/// flow matching on the line of a pair, summed over the times, is
///
///     int_0^1 |v(x_t, t) - (x1 - x0)|^2 dt = 2 (Psi(x0) + Psi*(x1) - x0 . x1),
///
/// Psi* the convex conjugate, so that whatever the coupling, its mean over
/// uniform times is the dual of optimal transport up to a constant and the best
/// Psi transports optimally. With noise on the path, other times or a weight it
/// is another function of Psi.
///
/// The line starts (line_start.h) are found in double precision whatever the
/// parameters' dtype. With H = (1 - t) I + t hess Psi(z) the derivatives follow
/// from the equation for z: by the parameters H^-1 d(grad Psi)(z), by x
/// (hess Psi - I) H^-1. Both are exact, of first order only. Costs O(D^3) a
/// row and Newton step: for a few dozen dimensions.
class Icnn : public Network {
 public:
  /// Needs dim >= 1 and a hidden layer, which is FLOW_CHECKed.
  explicit Icnn(const IcnnOptions& options);

  Parameters Initialize(Seed seed) const override;

  at::Tensor Outputs(const Parameters& parameters,
                     const NetworkInput& input) const override;

 private:
  IcnnOptions options_;
};

}  // namespace flow::core

#endif  // CORE_NN_ICNN_H_
