#include "datasets/tabular_file.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/base/check.h"
#include "core/base/files.h"
#include "core/base/status_macros.h"
#include "core/io/array.h"
#include "core/io/csv.h"
#include "core/io/npy.h"
#include "core/io/npz.h"

namespace flow::datasets {
namespace {

std::vector<int64_t> FirstNumbers(int64_t n) {
  std::vector<int64_t> numbers(n);
  std::iota(numbers.begin(), numbers.end(), 0);
  return numbers;
}

absl::StatusOr<NumberTable> TableOf(const core::Array& array) {
  if (array.shape.size() != 2) {
    return absl::InvalidArgumentError(
        absl::StrCat("the array must have the shape [N, D]; got [",
                     absl::StrJoin(array.shape, ", "), "]"));
  }
  NumberTable table = {array.shape[0], FirstNumbers(array.shape[1]),
                       core::ToDoubles(array)};
  const auto bad =
      std::find_if(table.value.begin(), table.value.end(),
                   [](double value) { return !std::isfinite(value); });
  if (bad == table.value.end()) return table;
  const int64_t place = bad - table.value.begin();
  return absl::InvalidArgumentError(absl::StrCat(
      "the number in row ", place / table.columns(), ", column ",
      place % table.columns(), " (from 0) must be finite; got ", *bad));
}

}  // namespace

TabularFile::TabularFile(const TabularOptions& options, absl::string_view name)
    : set_(FactsOf(options.name)), name_(name) {
  FLOW_CHECK(options.folder.has_value()) << "the stand-in has no file";
  path_ = JoinPath(*options.folder, name);
}

absl::Status TabularFile::Error(absl::string_view message) const {
  return absl::InvalidArgumentError(absl::StrCat(path_, ": ", message));
}

absl::Status TabularFile::Explain(const absl::Status& status) const {
  if (!absl::IsNotFound(status)) return status;
  return absl::NotFoundError(absl::StrCat(status.message(), "; the folder of ",
                                          set_.name, " must hold ", name_, "; ",
                                          kWithoutFiles));
}

absl::StatusOr<NumberTable> TabularFile::ReadNpyTable() const {
  const absl::StatusOr<core::Array> array = core::ReadNpy(path_);
  FLOW_RETURN_IF_ERROR(Explain(array.status()));
  absl::StatusOr<NumberTable> table = TableOf(*array);
  FLOW_RETURN_IF_ERROR(table.status()) << path_;
  return table;
}

absl::StatusOr<NumberTable> TabularFile::ReadCsvTable() const {
  absl::StatusOr<core::CsvTable> csv = core::ReadCsv(path_);
  FLOW_RETURN_IF_ERROR(Explain(csv.status()));
  return NumberTable{csv->rows, FirstNumbers(std::ssize(csv->columns)),
                     std::move(csv->values)};
}

absl::StatusOr<NumberTable> TabularFile::ReadNpzTable(
    absl::string_view member) const {
  const absl::StatusOr<core::NpzArrays> arrays = core::ReadNpz(path_);
  FLOW_RETURN_IF_ERROR(Explain(arrays.status()));
  const auto found =
      std::find_if(arrays->begin(), arrays->end(),
                   [&](const auto& array) { return array.first == member; });
  if (found == arrays->end()) {
    return Error(absl::StrCat("no array '", member, "'"));
  }
  absl::StatusOr<NumberTable> table = TableOf(found->second);
  FLOW_RETURN_IF_ERROR(table.status()) << path_ << ": " << member;
  return table;
}

absl::Status TabularFile::RequireColumns(const NumberTable& table,
                                         int64_t columns) const {
  if (table.columns() == columns) return absl::OkStatus();
  return Error(absl::StrCat("the number of columns must be ", columns, "; got ",
                            table.columns()));
}

absl::Status TabularFile::RequireRows(const NumberTable& table, int64_t fewest,
                                      absl::string_view rows) const {
  if (table.rows >= fewest) return absl::OkStatus();
  return Error(absl::StrCat("the number of ", rows, " must be >= ", fewest,
                            "; got ", table.rows));
}

}  // namespace flow::datasets
