#ifndef CORE_ODE_PUSH_TILES_H_
#define CORE_ODE_PUSH_TILES_H_

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "core/base/thread_pool.h"
#include "core/ode/tile.h"
#include "core/ode/transport.h"

namespace flow::core {

/// Cuts `x_nd` into tiles, has the threads of the pool solve them without
/// autograd, and puts their ends together. `x_nd` is float32 or float64 on the
/// CPU; so are the results. The status of the first tile with an error is
/// returned. FLOW_CHECKs shape, dtype, and that `save_at` increases within [0,
/// 1], empty when backward. One call at a time for each pool.
absl::StatusOr<Transported> PushTiles(
    const at::Tensor& x_nd, const Journey& journey, ThreadPool* pool,
    absl::FunctionRef<absl::StatusOr<TileEnd>(const Tile&)> solve);

}  // namespace flow::core

#endif  // CORE_ODE_PUSH_TILES_H_
