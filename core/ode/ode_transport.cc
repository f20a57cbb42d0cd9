#include "core/ode/ode_transport.h"

#include <utility>

#include "core/base/check.h"
#include "core/base/status_macros.h"
#include "core/ode/push_tiles.h"
#include "core/ode/solve_tile.h"

namespace flow::core {

absl::StatusOr<std::unique_ptr<OdeTransport>> OdeTransport::Create(
    std::shared_ptr<const VelocityField> field, OdeOptions options,
    ThreadPool* pool) {
  FLOW_CHECK(field != nullptr && pool != nullptr);
  FLOW_RETURN_IF_ERROR(Validate(options));
  return std::unique_ptr<OdeTransport>(
      new OdeTransport(std::move(field), options, pool));
}

OdeTransport::OdeTransport(std::shared_ptr<const VelocityField> field,
                           OdeOptions options, ThreadPool* pool)
    : field_(std::move(field)), options_(options), pool_(pool) {}

absl::StatusOr<Transported> OdeTransport::Push(const at::Tensor& x_nd,
                                               const Journey& journey) const {
  return PushTiles(x_nd, journey, pool_, [&](const Tile& tile) {
    return SolveTile(options_, *field_, journey, tile);
  });
}

}  // namespace flow::core
