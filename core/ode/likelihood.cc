#include "core/ode/likelihood.h"

#include <optional>
#include <utility>

#include "ATen/TensorOperators.h"
#include "ATen/ops/concat.h"
#include "ATen/ops/empty.h"
#include "ATen/ops/zeros.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/ode/push_tiles.h"
#include "core/ode/solve_tile.h"

namespace flow::core {
namespace {

// (x, l) moves by (v, div v).
class WithDivergence : public VelocityField {
 public:
  WithDivergence(const DivergenceField& field, at::Tensor probe_pbd)
      : field_(field), probe_pbd_(std::move(probe_pbd)) {}

  at::Tensor Velocity(const at::Tensor& y_be,
                      const at::Tensor& t_b) const override {
    const at::Tensor x_bd = y_be.narrow(1, 0, y_be.size(1) - 1).contiguous();
    const VelocityDivergence rate =
        field_.VelocityAndDivergence(x_bd, t_b, probe_pbd_);
    return at::concat({rate.velocity_bd, rate.divergence_b.unsqueeze(1)}, 1);
  }

 private:
  const DivergenceField& field_;
  at::Tensor probe_pbd_;
};

double DrawProbe(ProbeLaw law, RowRandom& random) {
  if (law == ProbeLaw::kGaussian) return random.Normal();
  return random.UniformInt(2) == 0 ? -1 : 1;
}

// Undefined without probes; rows behind the points stay 0.
at::Tensor ProbesOf(const DivergenceOptions& options, Seed seed,
                    const Tile& tile) {
  if (options.probes == 0) return at::Tensor();
  const int64_t dims = tile.x_bd.size(1) - 1;
  const at::Tensor probe_pbd =
      at::zeros({options.probes, kTileRows, dims}, at::kDouble);
  double* const first = probe_pbd.mutable_data_ptr<double>();
  for (int64_t p = 0; p < options.probes; ++p) {
    const Seed probe_seed = DeriveSeed(seed, "probe", p);
    double* e = first + p * kTileRows * dims;
    for (int64_t row = 0; row < tile.points; ++row) {
      RowRandom random(probe_seed, tile.first_point + row);
      for (int64_t d = 0; d < dims; ++d) *e++ = DrawProbe(options.law, random);
    }
  }
  return probe_pbd.to(tile.x_bd.scalar_type());
}

}  // namespace

absl::StatusOr<VolumeChange> PushWithDivergence(
    const DivergenceField& field, const OdeOptions& solver,
    const DivergenceOptions& divergence, const at::Tensor& x_nd,
    Direction direction, Seed seed, ThreadPool* pool) {
  FLOW_RETURN_IF_ERROR(Validate(solver));
  if (divergence.probes < 0) {
    return absl::InvalidArgumentError(
        absl::StrCat("'probes' must be >= 0; got ", divergence.probes));
  }
  const Journey journey = {direction, {}};
  const int64_t dims = x_nd.size(1);
  const at::Tensor start_ne = at::concat(
      {x_nd.detach(), at::zeros({x_nd.size(0), 1}, x_nd.options())}, 1);
  FLOW_ASSIGN_OR_RETURN(
      const Transported moved,
      PushTiles(start_ne, journey, pool, [&](const Tile& tile) {
        const WithDivergence both(field, ProbesOf(divergence, seed, tile));
        return SolveTile(solver, both, journey, tile);
      }));
  const at::Tensor gained_n = moved.x_nd.select(1, dims).to(at::kDouble);
  return VolumeChange{moved.x_nd.narrow(1, 0, dims).contiguous(),
                      direction == Direction::kForward ? gained_n : -gained_n,
                      moved.evaluations_n};
}

absl::StatusOr<LogLikelihoods> LogLikelihood(
    const DivergenceField& field, const Distribution& source,
    const OdeOptions& solver, const DivergenceOptions& divergence,
    const at::Tensor& x_nd, Seed seed, ThreadPool* pool) {
  FLOW_ASSIGN_OR_RETURN(const VolumeChange back,
                        PushWithDivergence(field, solver, divergence, x_nd,
                                           Direction::kBackward, seed, pool));
  const std::optional<at::Tensor> log_source_n =
      source.LogDensity(back.x_nd.to(at::kDouble));
  if (!log_source_n.has_value()) {
    return absl::FailedPreconditionError(
        "a likelihood needs a source whose density is known");
  }
  return LogLikelihoods{*log_source_n - back.divergence_n, back.x_nd,
                        back.evaluations_n};
}

}  // namespace flow::core
