#include "datasets/keep_columns.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>
#include <utility>

#include "datasets/standardize.h"

namespace flow::datasets {
namespace {

// Shapes: D columns.

// [D, D], of which the entries of b <= a are filled: sum (x_a - m_a)(x_b - m_b)
std::vector<double> Scatter(const NumberTable& table) {
  const int64_t columns = table.columns();
  const std::vector<double> mean_d = ColumnMeans(table, table.all_rows());
  std::vector<double> centred_d(columns), scatter_dd(columns * columns);
  for (int64_t i = 0; i < table.rows; ++i) {
    const double* row = table.value.data() + i * columns;
    std::transform(row, row + columns, mean_d.begin(), centred_d.begin(),
                   std::minus<>());
    for (int64_t a = 0; a < columns; ++a) {
      for (int64_t b = 0; b <= a; ++b) {
        scatter_dd[a * columns + b] += centred_d[a] * centred_d[b];
      }
    }
  }
  return scatter_dd;
}

}  // namespace

void KeepColumns(absl::Span<const int64_t> kept, NumberTable& table) {
  const int64_t columns = table.columns();
  double* next = table.value.data();
  for (int64_t i = 0; i < table.rows; ++i) {
    const double* row = table.value.data() + i * columns;
    for (const int64_t d : kept) *next++ = row[d];
  }
  table.value.resize(table.rows * kept.size());
  std::vector<int64_t> column;
  for (const int64_t d : kept) column.push_back(table.column[d]);
  table.column = std::move(column);
}

std::vector<int64_t> ColumnsNotCorrelated(const NumberTable& table,
                                          double most) {
  const int64_t columns = table.columns();
  const std::vector<double> scatter_dd = Scatter(table);
  const auto correlated = [&](int64_t a, int64_t b) {
    const double variances =
        scatter_dd[a * columns + a] * scatter_dd[b * columns + b];
    return scatter_dd[std::max(a, b) * columns + std::min(a, b)] /
               std::sqrt(variances) >
           most;
  };
  std::vector<int64_t> kept(columns);
  std::iota(kept.begin(), kept.end(), 0);
  const auto offends = [&](int64_t a) {
    return std::any_of(kept.begin(), kept.end(),
                       [&](int64_t b) { return a != b && correlated(a, b); });
  };
  // a column that offends nobody never will: one pass sees them all
  for (int64_t a = 0; a < columns; ++a) {
    if (offends(a)) kept.erase(std::find(kept.begin(), kept.end(), a));
  }
  return kept;
}

std::vector<int64_t> ColumnsNotRepeating(const NumberTable& table,
                                         RowRange rows, int64_t most) {
  const int64_t columns = table.columns();
  std::vector<double> smallest(columns,
                               std::numeric_limits<double>::infinity());
  std::vector<int64_t> times(columns);
  for (int64_t i = rows.begin; i < rows.end; ++i) {
    for (int64_t d = 0; d < columns; ++d) {
      const double value = table.value[i * columns + d];
      if (value > smallest[d]) continue;
      times[d] = value < smallest[d] ? 1 : times[d] + 1;
      smallest[d] = value;
    }
  }
  std::vector<int64_t> kept;
  for (int64_t d = 0; d < columns; ++d) {
    if (times[d] <= most) kept.push_back(d);
  }
  return kept;
}

}  // namespace flow::datasets
