#include "datasets/standardize.h"

#include <cmath>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/base/check.h"
#include "core/base/status_macros.h"

namespace flow::datasets {
namespace {

std::vector<double> SumsOfSquares(const NumberTable& table, RowRange rows,
                                  const std::vector<double>& mean) {
  const int64_t columns = table.columns();
  std::vector<double> sum(columns);
  for (int64_t i = rows.begin; i < rows.end; ++i) {
    const double* row = table.value.data() + i * columns;
    for (int64_t d = 0; d < columns; ++d) {
      const double centred = row[d] - mean[d];
      sum[d] += centred * centred;
    }
  }
  return sum;
}

}  // namespace

// Sums the differences to the first row, so that the mean of equal numbers is
// that number and not one beside it.
std::vector<double> ColumnMeans(const NumberTable& table, RowRange rows) {
  const int64_t columns = table.columns();
  const double* first = table.value.data() + rows.begin * columns;
  std::vector<double> mean(columns);
  for (int64_t i = 0; i < rows.size(); ++i) {
    const double* row = first + i * columns;
    for (int64_t d = 0; d < columns; ++d) mean[d] += row[d] - first[d];
  }
  for (int64_t d = 0; d < columns; ++d) {
    mean[d] = first[d] + mean[d] / rows.size();
  }
  return mean;
}

absl::StatusOr<ColumnMoments> MomentsOfColumns(const NumberTable& table,
                                               RowRange rows, int64_t ddof) {
  FLOW_CHECK(rows.size() > ddof) << rows.size() << " rows have no variance";
  ColumnMoments moments = {ColumnMeans(table, rows), {}};
  moments.std = SumsOfSquares(table, rows, moments.mean);
  for (int64_t d = 0; d < table.columns(); ++d) {
    double& std = moments.std[d];
    std = std::sqrt(std / (rows.size() - ddof));
    if (std::isfinite(std) && std > 0) continue;
    return absl::InvalidArgumentError(
        absl::StrCat("the deviation of column ", table.column[d],
                     " must be finite and > 0; got ", std));
  }
  return moments;
}

void Standardize(const ColumnMoments& moments, NumberTable& table) {
  const int64_t columns = table.columns();
  for (int64_t i = 0; i < table.rows; ++i) {
    double* row = table.value.data() + i * columns;
    for (int64_t d = 0; d < columns; ++d) {
      row[d] = (row[d] - moments.mean[d]) / moments.std[d];
    }
  }
}

}  // namespace flow::datasets
