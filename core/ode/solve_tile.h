#ifndef CORE_ODE_SOLVE_TILE_H_
#define CORE_ODE_SOLVE_TILE_H_

#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "core/ode/fixed_step_solver.h"
#include "core/ode/sampler_options.h"
#include "core/ode/tile.h"
#include "core/ode/velocity_field.h"

namespace flow::core {

/// InvalidArgument for steps or max_steps < 1, tolerances that are not positive
/// and finite, noise levels that do not fall from sigma_max to sigma_min > 0.
absl::Status Validate(const OdeOptions& options);

/// The steps of a method whose steps are fixed before; empty for one that
/// adapts them.
std::optional<FixedSteps> FixedStepsOf(const OdeOptions& options);

/// Moves a tile along the field by the chosen method, with options that
/// Validate has passed: SolveFixed or SolveAdaptive, with their errors. EDM's
/// method is Heun's with a last step (the one beside t = 1) by Euler's
/// [Karras22, Alg. 1], which asks for nothing at the level 0.
absl::StatusOr<TileEnd> SolveTile(const OdeOptions& options,
                                  const VelocityField& field,
                                  const Journey& journey, const Tile& tile);

}  // namespace flow::core

#endif  // CORE_ODE_SOLVE_TILE_H_
