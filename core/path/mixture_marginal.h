#ifndef CORE_PATH_MIXTURE_MARGINAL_H_
#define CORE_PATH_MIXTURE_MARGINAL_H_

/// The oracle: the marginal flow between Gaussian mixtures along any path, in
/// closed form.
///
/// With x0 ~ sum_j w_j N(m_j, s_j^2 I), x1 ~ sum_k w_k N(m_k, s_k^2 I) drawn
/// independently and x_t = a x0 + b x1 + c z, the pair of components (j, k)
/// makes x_t normal with
///
///     mean  a m_j + b m_k,
///     var   V = a^2 s_j^2 + b^2 s_k^2 + c^2   (each coordinate),
///
/// and, by Gaussian conditioning on x_t,
///
///     E[x0 | x_t, j, k] = m_j + (a s_j^2 / V) (x_t - mean),
///     E[x1 | x_t, j, k] = m_k + (b s_k^2 / V) (x_t - mean),
///     E[z  | x_t, j, k] =       (c / V)       (x_t - mean).
///
/// The posterior average over (j, k) gives the means, and a' x0 + b' x1 + c' z
/// of them the marginal velocity: what a velocity network converges to, and
/// what carries p_0 to p_1.

#include <functional>
#include <vector>

#include "core/distribution/gaussian_component.h"
#include "core/ode/velocity_field.h"
#include "core/path/path_columns.h"
#include "core/path/path_options.h"

namespace flow::core {

/// Computes in float64. Immutable and thread-safe.
class MixtureMarginal : public VelocityField {
 public:
  /// Both mixtures need at least one component, all of one dimension, which is
  /// FLOW_CHECKed. Weights count relative to their sum.
  MixtureMarginal(const std::vector<GaussianComponent>& source,
                  const std::vector<GaussianComponent>& target,
                  PathOptions path);

  /// The same for what is no path of its own, but has columns like one: a, b
  /// and c at the times float64 [B].
  using ColumnsOfTime = std::function<PathColumns(const at::Tensor& t_b)>;
  MixtureMarginal(const std::vector<GaussianComponent>& source,
                  const std::vector<GaussianComponent>& target,
                  ColumnsOfTime columns_at);

  /// At InteriorTime(t): where a rate is infinite at an end, what multiplies it
  /// vanishes there, and only the product has a limit.
  at::Tensor Velocity(const at::Tensor& x_bd,
                      const at::Tensor& t_b) const override;

  /// log p_t(x) in nats, float64 [B].
  at::Tensor LogDensity(const at::Tensor& x_bd, const at::Tensor& t_b) const;

  /// grad log p_t(x), float64 [B, D].
  at::Tensor Score(const at::Tensor& x_bd, const at::Tensor& t_b) const;

  /// E[x0 | x_t], E[x1 | x_t] and E[z | x_t], float64 [B, D].
  struct Means {
    at::Tensor source_bd, target_bd, noise_bd;
  };
  Means PosteriorMeans(const at::Tensor& x_bd, const at::Tensor& t_b) const;

 private:
  // The pairs (j, k) at the times t_b, and how likely x_bd makes each.
  struct Posterior {
    at::Tensor whitened_bpd;                    // (x - mean of the pair) / V
    at::Tensor log_joint_bp;                    // log of weight times density
    at::Tensor source_b1, target_b1, noise_b1;  // a, b, c
  };
  Posterior At(const at::Tensor& x_bd, const at::Tensor& t_b) const;

  // One row a pair, float64.
  at::Tensor mean0_pd_, mean1_pd_, variance0_p_, variance1_p_, log_weight_p_;
  ColumnsOfTime columns_at_;
};

}  // namespace flow::core

#endif  // CORE_PATH_MIXTURE_MARGINAL_H_
