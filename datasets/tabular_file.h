#ifndef DATASETS_TABULAR_FILE_H_
#define DATASETS_TABULAR_FILE_H_

/// The files of the tabular data sets (tabular.h) as tables of finite numbers.
///
/// Errors name the file. NotFound also says whose file it is, and that the set
/// has a stand-in; InvalidArgument is another shape than a table's, another
/// number of columns or too few rows than asked for, a number that is not
/// finite, with its row and column from 0, or a missing array; else those of
/// the formats. Thread-safe.

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "datasets/distribution_options.h"
#include "datasets/number_table.h"
#include "datasets/tabular_facts.h"

namespace flow::datasets {

/// Where a data set has a file, and what it is called in errors.
class TabularFile {
 public:
  /// The file of this name, which outlives the object, in the set's folder,
  /// which must be given.
  TabularFile(const TabularOptions& options, absl::string_view name);

  const TabularFacts& set() const { return set_; }

  /// An .npy file of one array [N, D], of any dtype.
  absl::StatusOr<NumberTable> ReadNpyTable() const;

  /// A .csv file, without the names of its columns.
  absl::StatusOr<NumberTable> ReadCsvTable() const;

  /// One array [N, D] of an .npz file.
  absl::StatusOr<NumberTable> ReadNpzTable(absl::string_view member) const;

  absl::Status RequireColumns(const NumberTable& table, int64_t columns) const;
  absl::Status RequireRows(const NumberTable& table, int64_t fewest,
                           absl::string_view rows = "rows") const;

  /// InvalidArgument, with the path before the message.
  absl::Status Error(absl::string_view message) const;

 private:
  // What reading the file ended with.
  absl::Status Explain(const absl::Status& status) const;

  TabularFacts set_;
  absl::string_view name_;
  std::string path_;
};

}  // namespace flow::datasets

#endif  // DATASETS_TABULAR_FILE_H_
