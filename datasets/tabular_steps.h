#ifndef DATASETS_TABULAR_STEPS_H_
#define DATASETS_TABULAR_STEPS_H_

/// The steps that the preparations of tabular.h have in common. Errors name the
/// file that the table was read from; InvalidArgument. Thread-safe.

#include <cstdint>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "datasets/distribution_options.h"
#include "datasets/number_table.h"
#include "datasets/point_table.h"
#include "datasets/tabular_file.h"

namespace flow::datasets {

/// Keeps the columns (keep_columns.h), as many as the set's points have
/// coordinates; it is an error when a rule left more or less.
absl::Status KeepPointColumns(const TabularFile& file,
                              absl::Span<const int64_t> kept,
                              NumberTable& table);

/// Standardises all rows by the moments of some (standardize.h).
absl::Status StandardizeBy(const TabularFile& file, RowRange rows, int64_t ddof,
                           NumberTable& table);

/// The rows as points, rounded to float32, which must hold them.
absl::StatusOr<PointTable> ToPoints(const TabularFile& file,
                                    const NumberTable& table, RowRange rows);

}  // namespace flow::datasets

#endif  // DATASETS_TABULAR_STEPS_H_
