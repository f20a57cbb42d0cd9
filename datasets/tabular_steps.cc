#include "datasets/tabular_steps.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "datasets/keep_columns.h"
#include "datasets/standardize.h"

namespace flow::datasets {

absl::Status KeepPointColumns(const TabularFile& file,
                              absl::Span<const int64_t> kept,
                              NumberTable& table) {
  if (kept.size() != file.set().dim) {
    return file.Error(absl::StrCat("the number of columns that ",
                                   file.set().name, " keeps must be ",
                                   file.set().dim, "; got ", kept.size()));
  }
  KeepColumns(kept, table);
  return absl::OkStatus();
}

absl::Status StandardizeBy(const TabularFile& file, RowRange rows, int64_t ddof,
                           NumberTable& table) {
  const absl::StatusOr<ColumnMoments> moments =
      MomentsOfColumns(table, rows, ddof);
  if (!moments.ok()) return file.Error(moments.status().message());
  Standardize(*moments, table);
  return absl::OkStatus();
}

absl::StatusOr<PointTable> ToPoints(const TabularFile& file,
                                    const NumberTable& table, RowRange rows) {
  PointTable points{.rows = rows.size(), .dim = table.columns()};
  const auto begin = table.value.begin() + rows.begin * points.dim;
  points.x.assign(begin, begin + rows.size() * points.dim);
  const auto bad =
      std::find_if(points.x.begin(), points.x.end(),
                   [](float value) { return !std::isfinite(value); });
  if (bad == points.x.end()) return points;
  const int64_t place = bad - points.x.begin();
  return file.Error(absl::StrCat(
      "coordinate ", place % points.dim, " of point ", place / points.dim,
      " (from 0) must be finite in float32; got ", begin[place]));
}

}  // namespace flow::datasets
