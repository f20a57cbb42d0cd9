#include "core/ode/solve_tile.h"

#include <cmath>
#include <type_traits>
#include <variant>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/ode/adaptive_solver.h"
#include "core/ode/tableau.h"
#include "core/ode/time_grid.h"

namespace flow::core {
namespace {

const Tableau& TableauOf(const EulerOptions&) { return kEuler; }
const Tableau& TableauOf(const MidpointOptions&) { return kMidpoint; }
const Tableau& TableauOf(const HeunOptions&) { return kHeun; }
const Tableau& TableauOf(const Rk4Options&) { return kRk4; }
const Tableau& TableauOf(const Rk4ThreeEighthsOptions&) {
  return kRk4ThreeEighths;
}
const Tableau& TableauOf(const Bosh3Options&) { return kBosh3; }
const Tableau& TableauOf(const Dopri5Options&) { return kDopri5; }
const Tableau& TableauOf(const Tsit5Options&) { return kTsit5; }
const Tableau& TableauOf(const Dopri8Options&) { return kDopri8; }

absl::Status AtLeast(int64_t least, absl::string_view name, int64_t value) {
  if (value >= least) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("'", name, "' must be >= ", least, "; got ", value));
}

absl::Status Positive(absl::string_view name, double value) {
  if (value > 0 && std::isfinite(value)) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("'", name, "' must be > 0 and finite; got ", value));
}

struct Validator {
  template <typename EqualSteps>
  absl::Status operator()(const EqualSteps& options) const {
    if constexpr (std::is_base_of_v<AdaptiveSteps, EqualSteps>) {
      FLOW_RETURN_IF_ERROR(Positive("rtol", options.rtol));
      FLOW_RETURN_IF_ERROR(Positive("atol", options.atol));
      return AtLeast(1, "max_steps", options.max_steps);
    } else {
      return AtLeast(1, "steps", options.steps);
    }
  }

  absl::Status operator()(const EdmHeunOptions& options) const {
    FLOW_RETURN_IF_ERROR(AtLeast(2, "steps", options.steps));
    FLOW_RETURN_IF_ERROR(Positive("rho", options.rho));
    FLOW_RETURN_IF_ERROR(Positive("sigma_min", options.sigma_min));
    FLOW_RETURN_IF_ERROR(Positive("sigma_max", options.sigma_max));
    if (!(options.sigma_min < options.sigma_max)) {
      return absl::InvalidArgumentError(
          absl::StrCat("'sigma_min' must be < sigma_max = ", options.sigma_max,
                       "; got ", options.sigma_min));
    }
    if (options.sigma_max <= options.sigma_source) return absl::OkStatus();
    return absl::InvalidArgumentError(
        absl::StrCat("'sigma_max' must be <= the level of the source of ",
                     options.sigma_source, "; got ", options.sigma_max));
  }
};

struct FixedStepsMaker {
  template <typename Chosen>
  std::optional<FixedSteps> operator()(const Chosen& options) const {
    if constexpr (std::is_base_of_v<AdaptiveSteps, Chosen>) {
      return std::nullopt;
    } else {
      return FixedSteps{TableauOf(options), UniformGrid(options.steps)};
    }
  }

  std::optional<FixedSteps> operator()(const EdmHeunOptions& options) const {
    return FixedSteps{kHeun, EdmGrid(options), kEuler};
  }
};

struct Solver {
  const VelocityField& field;
  const Journey& journey;
  const Tile& tile;

  template <typename Chosen>
  absl::StatusOr<TileEnd> operator()(const Chosen& options) const {
    if constexpr (std::is_base_of_v<AdaptiveSteps, Chosen>) {
      return SolveAdaptive(TableauOf(options), options, field, journey, tile);
    } else {
      return SolveFixed(*FixedStepsMaker()(options), field, journey, tile);
    }
  }
};

}  // namespace

absl::Status Validate(const OdeOptions& options) {
  return std::visit(Validator{}, options);
}

std::optional<FixedSteps> FixedStepsOf(const OdeOptions& options) {
  return std::visit(FixedStepsMaker(), options);
}

absl::StatusOr<TileEnd> SolveTile(const OdeOptions& options,
                                  const VelocityField& field,
                                  const Journey& journey, const Tile& tile) {
  return std::visit(Solver{field, journey, tile}, options);
}

}  // namespace flow::core
