#include "datasets/array_file.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/types/span.h"
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

// The column with the labels; -1 when none is asked for.
absl::StatusOr<int64_t> FindLabelColumn(const ArrayFileOptions& options,
                                        const core::CsvTable& csv) {
  if (!options.label_column.has_value()) return -1;
  const auto found =
      std::find(csv.columns.begin(), csv.columns.end(), *options.label_column);
  if (found != csv.columns.end()) return found - csv.columns.begin();
  return FileError(
      options,
      absl::StrCat("no column '", *options.label_column, "'; the columns are '",
                   absl::StrJoin(csv.columns, "', '"), "'"));
}

// Maps the distinct labels, in increasing order, to 0, 1, ….
absl::Status SetLabels(const ArrayFileOptions& options,
                       absl::Span<const double> label_n, PointTable& table) {
  for (int64_t i = 0; i < std::ssize(label_n); ++i) {
    if (label_n[i] != std::trunc(label_n[i]) ||
        std::abs(label_n[i]) > kLargestLabel) {
      return FileError(
          options, absl::StrCat("the label of point ", i + 1, " in column '",
                                *options.label_column,
                                "' must be a whole number; got ", label_n[i]));
    }
  }
  std::vector<double> classes(label_n.begin(), label_n.end());
  std::sort(classes.begin(), classes.end());
  classes.erase(std::unique(classes.begin(), classes.end()), classes.end());
  table.num_classes = classes.size();
  for (const double label : label_n) {
    table.label.push_back(
        std::lower_bound(classes.begin(), classes.end(), label) -
        classes.begin());
  }
  return absl::OkStatus();
}

absl::StatusOr<PointTable> LoadCsv(const ArrayFileOptions& options) {
  FLOW_ASSIGN_OR_RETURN(const core::CsvTable csv, core::ReadCsv(options.path));
  FLOW_ASSIGN_OR_RETURN(const int64_t label_column,
                        FindLabelColumn(options, csv));
  const int64_t columns = csv.columns.size();
  PointTable table{.rows = csv.rows,
                   .dim = label_column < 0 ? columns : columns - 1};
  if (table.rows == 0) return FileError(options, "there are no points");
  if (table.dim == 0) {
    return FileError(options, "there is no column besides the labels");
  }
  std::vector<double> label_n;
  for (int64_t i = 0; i < std::ssize(csv.values); ++i) {
    if (i % columns == label_column) {
      label_n.push_back(csv.values[i]);
    } else {
      FLOW_RETURN_IF_ERROR(
          AppendValue(options, i / columns, csv.values[i], table));
    }
  }
  if (label_column >= 0) {
    FLOW_RETURN_IF_ERROR(SetLabels(options, label_n, table));
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
