#ifndef CORE_ODE_ADAPTIVE_SOLVER_H_
#define CORE_ODE_ADAPTIVE_SOLVER_H_

#include "absl/status/statusor.h"
#include "core/ode/sampler_options.h"
#include "core/ode/tableau.h"
#include "core/ode/tile.h"
#include "core/ode/velocity_field.h"

namespace flow::core {

/// Moves a tile by an adaptive pair (kBosh3, kDopri5, kTsit5, kDopri8), in
/// which each row has its own time, step and error norm (step_control.h) and
/// all rows of the tile are evaluated together. A row that a step is rejected
/// for, or that is done, keeps its state meanwhile.
///
/// The last step ends at the end of the interval exactly; the field is never
/// evaluated outside [0, 1]. The last velocity of a step serves as the first of
/// the next. A row costs 2 evaluations (its first velocity, and the probe for
/// its initial step) and stages - 1 for each step it tries: 3 with kBosh3, 6
/// with kDopri5 and kTsit5, 13 with kDopri8. Those of a tile in which the row
/// is already done are not its own.
///
/// Saved positions are those of the pair's interpolant on an accepted step
/// (tableau.h), so that asking for them changes no step and costs nothing.
///
/// OutOfRange, naming time and point: the start or its velocity is not finite;
/// a step would have to be shorter than 1e-12 (a singularity, or a velocity
/// that is not finite); more than max_steps steps. Draws nothing; thread-safe.
absl::StatusOr<TileEnd> SolveAdaptive(const Tableau& pair,
                                      const AdaptiveSteps& options,
                                      const VelocityField& field,
                                      const Journey& journey, const Tile& tile);

}  // namespace flow::core

#endif  // CORE_ODE_ADAPTIVE_SOLVER_H_
