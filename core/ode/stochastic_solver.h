#ifndef CORE_ODE_STOCHASTIC_SOLVER_H_
#define CORE_ODE_STOCHASTIC_SOLVER_H_

#include <cstdint>
#include <functional>
#include <vector>

#include "absl/status/statusor.h"
#include "core/ode/sde_coefficients.h"
#include "core/ode/tile.h"
#include "core/ode/velocity_field.h"

namespace flow::core {

enum class StochasticMethod { kEulerMaruyama, kHeun };

/// An SDE with noise that depends on time alone, and how it is solved.
struct StochasticFlow {
  StochasticMethod method;
  int64_t steps;  // equal ones from 0 to 1
  std::function<SdeCoefficients(double t)> coefficients;
};

/// The fields that coefficients multiply; not owned.
struct StochasticFields {
  const VelocityField* velocity;
  const VelocityField* score = nullptr;  // e; null where nothing asks for it
};

/// The standard normal increments [B, D] of a step.
using StepNoise = std::function<at::Tensor(int64_t step)>;

/// Those of a tile under a seed: row i of step k is the stream (seed, k,
/// first_point + i), so that a point's path does not depend on its company.
StepNoise NoiseOf(Seed seed, const Tile& tile);

/// Moves a tile from t = 0 to 1. With f(x, t) the drift, h = 1 / steps and z_k
/// the noise of step k,
///
///     Euler-Maruyama  x' = x + h f(x, t) + w(t) sqrt(h) z_k
///     Heun            y  = x + h f(x, t) + w(t) sqrt(h) z_k
///                     x' = x + h (f(x, t) + f(y, t + h)) / 2
///                            + (w(t) + w(t + h)) / 2 sqrt(h) z_k
///
/// [Kloeden92, Secs. 10.2 and 15.5]. As the noise is additive, both are of
/// strong order one; of weak order one and two.
///
/// The last step follows the flow without noise (the same method at w = 0):
/// nothing noisy is left in the points, and no score is asked for at t = 1,
/// where that of data on a manifold has none. So does a step that is too long
/// for its noise, with h pull > 1.5 or coefficients that are not finite: near
/// t = 0 the noise of a diffusion process is without bound. The flow has
/// the same marginals as its noisy versions, so nothing else changes.
///
/// A step costs one evaluation, or two; velocity and score at one place, the
/// outputs of one network, count as one. path_energy is the sum over steps of h
/// |v|^2, with v the velocity of the flow without noise at the states where it
/// was evaluated: its mean over points is that of the flow. Saved positions lie
/// on the chord between two times. OutOfRange when a point ceases to be finite,
/// naming time and point. Draws from `noise` alone; thread-safe.
absl::StatusOr<TileEnd> SolveStochastic(const StochasticFlow& flow,
                                        const StochasticFields& fields,
                                        const StepNoise& noise,
                                        const std::vector<double>& save_at,
                                        const Tile& tile);

}  // namespace flow::core

#endif  // CORE_ODE_STOCHASTIC_SOLVER_H_
