#include "core/ode/tile.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "ATen/ops/empty.h"
#include "absl/strings/str_cat.h"
#include "core/base/check.h"
#include "core/tensor/padded_rows.h"

namespace flow::core {
namespace {

template <typename T>
void SetRowOf(const at::Tensor& out_bd, int64_t row,
              std::initializer_list<Term> terms) {
  const int64_t dims = out_bd.size(1);
  std::array<double, 7> weights;
  std::array<const T*, 7> rows;
  size_t count = 0;
  FLOW_CHECK(terms.size() <= rows.size()) << "got " << terms.size();
  for (const Term& term : terms) {
    if (term.weight == 0) continue;
    weights[count] = term.weight;
    rows[count++] = term.v_bd->const_data_ptr<T>() + row * dims;
  }
  T* const out = out_bd.mutable_data_ptr<T>() + row * dims;
  for (int64_t d = 0; d < dims; ++d) {
    double sum = 0;
    for (size_t i = 0; i < count; ++i) sum += weights[i] * rows[i][d];
    out[d] = static_cast<T>(sum);
  }
}

template <typename T>
int64_t FirstNonFiniteOf(const at::Tensor& x_bd, int64_t points) {
  const T* const x = x_bd.const_data_ptr<T>();
  const T* const end = x + points * x_bd.size(1);
  const T* const found =
      std::find_if(x, end, [](T value) { return !std::isfinite(value); });
  return found == end ? -1 : (found - x) / x_bd.size(1);
}

}  // namespace

int64_t TileCount(int64_t points) {
  return (points + kTileRows - 1) / kTileRows;
}

Tile CutTile(const at::Tensor& x_nd, int64_t index) {
  const int64_t first = index * kTileRows;
  const int64_t points = std::min(kTileRows, x_nd.size(0) - first);
  FLOW_CHECK(points > 0) << "tile " << index << " has points";
  // a copy even when full: every tile starts at an address aligned alike
  at::Tensor x_bd = PaddedRows(x_nd, first, kTileRows);
  if (points == kTileRows) x_bd = x_bd.clone();
  return {x_bd, first, points};
}

TileEnd BeginTile(const Tile& tile, int64_t saved) {
  TileEnd end;
  end.x_bd = tile.x_bd;
  end.energy_b.assign(kTileRows, 0);
  end.evaluations_b.assign(kTileRows, 0);
  if (saved > 0) {
    end.trajectory_sbd =
        at::empty({saved, kTileRows, tile.x_bd.size(1)}, tile.x_bd.options());
  }
  return end;
}

int64_t FirstNonFinite(const at::Tensor& x_bd, int64_t points) {
  return x_bd.scalar_type() == at::kFloat
             ? FirstNonFiniteOf<float>(x_bd, points)
             : FirstNonFiniteOf<double>(x_bd, points);
}

absl::Status CheckFinite(const at::Tensor& x_bd, const Tile& tile, double t) {
  const int64_t row = FirstNonFinite(x_bd, tile.points);
  if (row < 0) return absl::OkStatus();
  return absl::OutOfRangeError(absl::StrCat(
      "state is not finite at t = ", t, ", point ", tile.first_point + row));
}

void SetRow(const at::Tensor& out_bd, int64_t row,
            std::initializer_list<Term> terms) {
  if (out_bd.scalar_type() == at::kFloat) {
    SetRowOf<float>(out_bd, row, terms);
  } else {
    SetRowOf<double>(out_bd, row, terms);
  }
}

}  // namespace flow::core
