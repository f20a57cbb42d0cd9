#ifndef CORE_ODE_FIXED_STEP_SOLVER_H_
#define CORE_ODE_FIXED_STEP_SOLVER_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "core/ode/runge_kutta.h"
#include "core/ode/tile.h"
#include "core/ode/velocity_field.h"

namespace flow::core {

/// Moves a tile in `steps` equal steps of `tableau`, tableau.stages evaluations
/// each. The backward grid is the forward one reversed. Saved positions between
/// two grid points are interpolated linearly: of second order whatever the
/// method. OutOfRange when a point ceases to be finite, naming time and point.
/// Draws nothing; thread-safe.
absl::StatusOr<TileEnd> SolveFixed(const Tableau& tableau, int64_t steps,
                                   const VelocityField& field,
                                   const Journey& journey, const Tile& tile);

}  // namespace flow::core

#endif  // CORE_ODE_FIXED_STEP_SOLVER_H_
