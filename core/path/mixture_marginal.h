#ifndef CORE_PATH_MIXTURE_MARGINAL_H_
#define CORE_PATH_MIXTURE_MARGINAL_H_

/// The oracle: the marginal flow between Gaussian mixtures, in closed form.
///
/// With x0 ~ sum_j w_j N(m_j, s_j^2 I), x1 ~ sum_k w_k N(m_k, s_k^2 I) drawn
/// independently and x_t = (1 - t) x0 + t x1 + sigma z, the pair of components
/// (j, k) makes x_t normal with
///
///     mean  (1 - t) m_j + t m_k,
///     var   V = (1 - t)^2 s_j^2 + t^2 s_k^2 + sigma^2   (each coordinate),
///
/// and, by Gaussian conditioning of x1 - x0 on x_t,
///
///     E[x1 - x0 | x_t, j, k] = m_k - m_j + (t s_k^2 - (1 - t) s_j^2) / V
///                                           (x_t - mean).
///
/// The marginal velocity is the posterior average over (j, k); it is what a
/// velocity network converges to, and its flow carries p_0 to p_1.

#include <vector>

#include "core/distribution/gaussian_component.h"
#include "core/ode/velocity_field.h"

namespace flow::core {

/// Computes in float64. Immutable and thread-safe.
class MixtureMarginal : public VelocityField {
 public:
  /// Both mixtures need at least one component, all of one dimension, which is
  /// FLOW_CHECKed. Weights count relative to their sum; sigma >= 0.
  MixtureMarginal(const std::vector<GaussianComponent>& source,
                  const std::vector<GaussianComponent>& target, double sigma);

  at::Tensor Velocity(const at::Tensor& x_bd,
                      const at::Tensor& t_b) const override;

  /// log p_t(x) in nats, float64 [B].
  at::Tensor LogDensity(const at::Tensor& x_bd, const at::Tensor& t_b) const;

 private:
  // The pairs (j, k) at the times t_b, and how likely x_bd makes each.
  struct Posterior {
    at::Tensor centred_bpd;   // x - mean of the pair
    at::Tensor variance_bp;   // V
    at::Tensor log_joint_bp;  // log of weight times density
  };
  Posterior At(const at::Tensor& x_bd, const at::Tensor& t_b) const;

  // One row a pair, float64.
  at::Tensor mean0_pd_, mean1_pd_, variance0_p_, variance1_p_, log_weight_p_;
  double sigma_;
};

}  // namespace flow::core

#endif  // CORE_PATH_MIXTURE_MARGINAL_H_
