#ifndef DATASETS_ARRAY_FILE_H_
#define DATASETS_ARRAY_FILE_H_

#include "absl/status/statusor.h"
#include "datasets/distribution_options.h"
#include "datasets/point_table.h"

namespace flow::datasets {

/// Reads a user's own points, one a row; the name's ending tells the format.
///
///   - .npy: an array [N, D], or [N] for D = 1, of any dtype; no labels, no
///     clients.
///   - .csv: numbers, with or without a line of column names. The column called
///     `label_column` holds whole numbers and is not a coordinate: the distinct
///     values, in increasing order, become the classes 0, 1, …. So with the
///     column called `client_column` and the clients; it may be the same one.
///
/// Points are rounded to float32. Errors name the file, and the point where
/// there is one: InvalidArgument for another ending or shape, no points, a
/// value that float32 cannot hold, a label that is not whole, a column that is
/// not there; NotFound and the like as flow::ReadFile; those of the formats.
absl::StatusOr<PointTable> LoadArrayFile(const ArrayFileOptions& options);

}  // namespace flow::datasets

#endif  // DATASETS_ARRAY_FILE_H_
