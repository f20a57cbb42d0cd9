#ifndef CORE_ODE_TILE_H_
#define CORE_ODE_TILE_H_

/// Points are moved in tiles of 128 rows, always full: the last one repeats its
/// last point. So a field sees the same shape in every call, its matrix
/// products take the same code path, and a point's bits depend on that point
/// alone.

#include <cstdint>
#include <initializer_list>
#include <vector>

#include "ATen/core/Tensor.h"
#include "absl/status/status.h"
#include "core/ode/transport.h"

namespace flow::core {

// Shapes: N points, B = kTileRows, D dimensions, S saved times.

inline constexpr int64_t kTileRows = 128;

/// The rows that are moved together.
struct Tile {
  at::Tensor x_bd;      // contiguous
  int64_t first_point;  // the index of row 0 among all
  int64_t points;       // rows that are points; those behind repeat the last
};

/// Where a tile's rows ended; fields as in Transported.
struct TileEnd {
  at::Tensor x_bd;
  std::vector<double> energy_b;
  std::vector<int64_t> evaluations_b;
  at::Tensor trajectory_sbd;
};

/// How many tiles `points` fill, the last perhaps in part.
int64_t TileCount(int64_t points);

/// Rows 128 * index and on of `x_nd` (contiguous).
Tile CutTile(const at::Tensor& x_nd, int64_t index);

/// An end for `tile` with the same x, nothing spent, and room for `saved`
/// times.
TileEnd BeginTile(const Tile& tile, int64_t saved);

/// The first of the tile's points with a coordinate that is not finite, or -1.
int64_t FirstNonFinite(const at::Tensor& x_bd, int64_t points);

/// OutOfRange, naming `t` and the point, if there is such a point.
absl::Status CheckFinite(const at::Tensor& x_bd, const Tile& tile, double t);

/// Row `row` of `out_bd` becomes the sum of weight * row over the terms, in
/// double and rounded once. A term with weight 0 is not looked at, so a single
/// weight 1 copies the row. At most seven terms.
struct Term {
  double weight;
  const at::Tensor* v_bd;
};
void SetRow(const at::Tensor& out_bd, int64_t row,
            std::initializer_list<Term> terms);

}  // namespace flow::core

#endif  // CORE_ODE_TILE_H_
