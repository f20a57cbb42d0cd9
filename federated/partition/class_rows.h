#ifndef FEDERATED_PARTITION_CLASS_ROWS_H_
#define FEDERATED_PARTITION_CLASS_ROWS_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "core/base/random.h"

namespace flow::federated {

/// The rows of one class.
struct ClassRows {
  int64_t label = 0;
  std::vector<int64_t> rows;  // ascending, at least one
};

/// The classes that have rows, by ascending label; row k is of class labels[k].
/// InvalidArgument: a negative label.
absl::StatusOr<std::vector<ClassRows>> RowsByClass(
    absl::Span<const int64_t> labels);

/// The rows of a class in random order, by `seed` and the label.
std::vector<int64_t> ShuffledRows(const ClassRows& one, Seed seed);

}  // namespace flow::federated

#endif  // FEDERATED_PARTITION_CLASS_ROWS_H_
