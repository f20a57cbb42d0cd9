#ifndef DATASETS_STANDARDIZE_H_
#define DATASETS_STANDARDIZE_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "datasets/number_table.h"

namespace flow::datasets {

/// The mean of every column over the given rows, of which there is one or more.
std::vector<double> ColumnMeans(const NumberTable& table, RowRange rows);

/// Of each column of a table.
struct ColumnMoments {
  std::vector<double> mean;
  std::vector<double> std;  // finite and > 0
};

/// Over the given rows, with the variance sum (x - mean)^2 / (n - ddof).
/// InvalidArgument when a column is constant there, or its deviation beyond a
/// double; it is called by its place in the file. Needs n > ddof.
absl::StatusOr<ColumnMoments> MomentsOfColumns(const NumberTable& table,
                                               RowRange rows, int64_t ddof);

/// Every number x of a column becomes (x - mean) / std.
void Standardize(const ColumnMoments& moments, NumberTable& table);

}  // namespace flow::datasets

#endif  // DATASETS_STANDARDIZE_H_
