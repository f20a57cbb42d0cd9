#ifndef CORE_ODE_ADAPTIVE_SOLVER_H_
#define CORE_ODE_ADAPTIVE_SOLVER_H_

#include "absl/status/statusor.h"
#include "core/ode/sampler_options.h"
#include "core/ode/tile.h"
#include "core/ode/velocity_field.h"

namespace flow::core {

/// Moves a tile by the Dormand-Prince pair of orders 5(4), in which each row
/// has its own time, step and error norm (step_control.h) and all rows of the
/// tile are evaluated together. A row that a step is rejected for, or that is
/// done, keeps its state meanwhile.
///
/// The last step ends at the end of the interval exactly; the field is never
/// evaluated outside [0, 1]. The last velocity of a step serves as the first of
/// the next. A row costs 2 evaluations (its first velocity, and the probe for
/// its initial step) and 6 for each step it tries; those of a tile in which the
/// row is already done are not its own.
///
/// Saved positions are the cubic Hermite interpolant through both ends of an
/// accepted step and their velocities (of order four), so that asking for them
/// changes no step.
///
/// OutOfRange, naming time and point: the start or its velocity is not finite;
/// a step would have to be shorter than 1e-12 (a singularity, or a velocity
/// that is not finite); more than max_steps steps. Draws nothing; thread-safe.
absl::StatusOr<TileEnd> SolveAdaptive(const Dopri5Options& options,
                                      const VelocityField& field,
                                      const Journey& journey, const Tile& tile);

}  // namespace flow::core

#endif  // CORE_ODE_ADAPTIVE_SOLVER_H_
