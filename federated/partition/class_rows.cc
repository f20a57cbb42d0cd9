#include "federated/partition/class_rows.h"

#include <map>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "federated/partition/shuffle.h"

namespace flow::federated {

absl::StatusOr<std::vector<ClassRows>> RowsByClass(
    absl::Span<const int64_t> labels) {
  std::map<int64_t, std::vector<int64_t>> rows_of_class;
  for (int64_t row = 0; row < labels.size(); ++row) {
    if (labels[row] < 0) {
      return absl::InvalidArgumentError(absl::StrCat(
          "a class must be >= 0; that of row ", row, " is ", labels[row]));
    }
    rows_of_class[labels[row]].push_back(row);
  }
  std::vector<ClassRows> classes;
  for (auto& [label, rows] : rows_of_class) {
    classes.push_back({.label = label, .rows = std::move(rows)});
  }
  return classes;
}

std::vector<int64_t> ShuffledRows(const ClassRows& one, Seed seed) {
  std::vector<int64_t> rows = one.rows;
  RowRandom random(seed, one.label);
  Shuffle(absl::MakeSpan(rows), random);
  return rows;
}

}  // namespace flow::federated
