#ifndef CORE_ODE_FIXED_STEP_SOLVER_H_
#define CORE_ODE_FIXED_STEP_SOLVER_H_

#include <vector>

#include "absl/status/statusor.h"
#include "core/ode/tableau.h"
#include "core/ode/tile.h"
#include "core/ode/velocity_field.h"

namespace flow::core {

/// Steps from each time of a grid to the next.
struct FixedSteps {
  const Tableau& tableau;
  std::vector<double> grid;         // increasing from 0 to 1
  const Tableau& at_end = tableau;  // of the step between the last two times
};

/// Moves a tile along the grid, each step costing the evaluations that its
/// tableau has stages. Backward, the grid is gone through in reverse.
///
/// Saved positions between two grid points lie on the chord of a step of
/// Euler's method and on the cubic Hermite polynomial through both ends of any
/// other (of order four, so it is the method's own order that shows). The
/// velocity at the end is the first of the next step; only a time within the
/// last step costs one evaluation more.
///
/// OutOfRange when a point ceases to be finite, naming time and point. Draws
/// nothing; thread-safe.
absl::StatusOr<TileEnd> SolveFixed(const FixedSteps& steps,
                                   const VelocityField& field,
                                   const Journey& journey, const Tile& tile);

}  // namespace flow::core

#endif  // CORE_ODE_FIXED_STEP_SOLVER_H_
