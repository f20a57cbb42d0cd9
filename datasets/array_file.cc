#include "datasets/array_file.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "core/base/status_macros.h"
#include "core/io/array.h"
#include "core/io/csv.h"
#include "core/io/npy.h"

namespace flow::datasets {
namespace {

// Beyond this a double holds no longer every whole number.
constexpr double kLargestLabel = 0x1p53;

absl::Status FileError(const ArrayFileOptions& options,
                       absl::string_view message) {
  return absl::InvalidArgumentError(absl::StrCat(options.path, ": ", message));
}

// Appends one point's coordinate.
absl::Status AppendValue(const ArrayFileOptions& options, int64_t row,
                         double value, PointTable& table) {
  const float rounded = static_cast<float>(value);
  if (!std::isfinite(rounded)) {
    return FileError(options,
                     absl::StrCat("point ", row + 1,
                                  " must be finite in float32; got ", value));
  }
  table.x.push_back(rounded);
  return absl::OkStatus();
}

absl::StatusOr<PointTable> LoadNpy(const ArrayFileOptions& options) {
  if (options.label_column.has_value()) {
    return FileError(options,
                     "an .npy file has no named columns; labels need a .csv");
  }
  if (options.client_column.has_value()) {
    return FileError(options,
                     "an .npy file has no named columns; clients need a .csv");
  }
  FLOW_ASSIGN_OR_RETURN(const core::Array array, core::ReadNpy(options.path));
  if (array.shape.empty() || array.shape.size() > 2 ||
      core::NumElements(array) == 0) {
    return FileError(options,
                     absl::StrCat("points must have the shape [N, D] "
                                  "or [N], N and D >= 1; got [",
                                  absl::StrJoin(array.shape, ", "), "]"));
  }
  PointTable table{.rows = array.shape[0],
                   .dim = array.shape.size() == 2 ? array.shape[1] : 1};
  const std::vector<double> values = core::ToDoubles(array);
  for (int64_t i = 0; i < std::ssize(values); ++i) {
    FLOW_RETURN_IF_ERROR(AppendValue(options, i / table.dim, values[i], table));
  }
  return table;
}

// The place of a column; -1 when none is asked for.
absl::StatusOr<int64_t> FindColumn(const ArrayFileOptions& options,
                                   const std::optional<std::string>& name,
                                   const core::CsvTable& csv) {
  if (!name.has_value()) return -1;
  const auto found = std::find(csv.columns.begin(), csv.columns.end(), *name);
  if (found != csv.columns.end()) return found - csv.columns.begin();
  return FileError(options,
                   absl::StrCat("no column '", *name, "'; the columns are '",
                                absl::StrJoin(csv.columns, "', '"), "'"));
}

// A column that must hold whole numbers, each a `meaning`.
absl::StatusOr<std::vector<double>> ReadWholeNumbers(
    const ArrayFileOptions& options, const core::CsvTable& csv, int64_t column,
    absl::string_view meaning) {
  const int64_t columns = csv.columns.size();
  std::vector<double> numbers;
  for (int64_t row = 0; row < csv.rows; ++row) {
    const double value = csv.values[row * columns + column];
    if (value != std::trunc(value) || std::abs(value) > kLargestLabel) {
      return FileError(options,
                       absl::StrCat("the ", meaning, " of point ", row + 1,
                                    " in column '", csv.columns[column],
                                    "' must be a whole number; got ", value));
    }
    numbers.push_back(value);
  }
  return numbers;
}

// Maps the distinct numbers, in increasing order, to 0, 1, …; returns how many
// there are.
int64_t SetRanks(const std::vector<double>& numbers,
                 std::vector<int64_t>& ranks) {
  std::vector<double> distinct = numbers;
  std::sort(distinct.begin(), distinct.end());
  distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
  for (const double number : numbers) {
    ranks.push_back(std::lower_bound(distinct.begin(), distinct.end(), number) -
                    distinct.begin());
  }
  return std::ssize(distinct);
}

absl::StatusOr<PointTable> LoadCsv(const ArrayFileOptions& options) {
  FLOW_ASSIGN_OR_RETURN(const core::CsvTable csv, core::ReadCsv(options.path));
  FLOW_ASSIGN_OR_RETURN(const int64_t label_column,
                        FindColumn(options, options.label_column, csv));
  FLOW_ASSIGN_OR_RETURN(const int64_t client_column,
                        FindColumn(options, options.client_column, csv));
  const auto is_coordinate = [&](int64_t column) {
    return column != label_column && column != client_column;
  };
  const int64_t columns = csv.columns.size();
  PointTable table{.rows = csv.rows};
  for (int64_t c = 0; c < columns; ++c) table.dim += is_coordinate(c);
  if (table.rows == 0) return FileError(options, "there are no points");
  if (table.dim == 0) {
    return FileError(options, client_column < 0
                                  ? "there is no column besides the labels"
                                  : "there is no column of coordinates");
  }
  for (int64_t i = 0; i < std::ssize(csv.values); ++i) {
    if (!is_coordinate(i % columns)) continue;
    FLOW_RETURN_IF_ERROR(
        AppendValue(options, i / columns, csv.values[i], table));
  }
  if (label_column >= 0) {
    FLOW_ASSIGN_OR_RETURN(
        const std::vector<double> labels,
        ReadWholeNumbers(options, csv, label_column, "label"));
    table.num_classes = SetRanks(labels, table.label);
  }
  if (client_column >= 0) {
    FLOW_ASSIGN_OR_RETURN(
        const std::vector<double> clients,
        ReadWholeNumbers(options, csv, client_column, "client"));
    table.num_clients = SetRanks(clients, table.client);
  }
  return table;
}

}  // namespace

absl::StatusOr<PointTable> LoadArrayFile(const ArrayFileOptions& options) {
  if (absl::EndsWith(options.path, ".npy")) return LoadNpy(options);
  if (absl::EndsWith(options.path, ".csv")) return LoadCsv(options);
  return FileError(options, "a file of points must end in .npy or .csv");
}

}  // namespace flow::datasets
