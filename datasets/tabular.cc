#include "datasets/tabular.h"

#include <algorithm>
#include <numeric>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/base/check.h"
#include "core/base/status_macros.h"
#include "datasets/keep_columns.h"
#include "datasets/legacy_random.h"
#include "datasets/number_table.h"
#include "datasets/tabular_file.h"
#include "datasets/tabular_split.h"
#include "datasets/tabular_steps.h"

namespace flow::datasets {
namespace {

using Name = TabularOptions::Name;
using Split = TabularOptions::Split;
using PointsOr = absl::StatusOr<PointTable>;

// The columns of the table from `begin` to before `end`.
void KeepColumnRange(int64_t begin, int64_t end, NumberTable& table) {
  std::vector<int64_t> kept(end - begin);
  std::iota(kept.begin(), kept.end(), begin);
  KeepColumns(kept, table);
}

// The last step of POWER and of MINIBOONE.
PointsOr StandardizedSplit(const TabularFile& file, Split split,
                           NumberTable table) {
  FLOW_RETURN_IF_ERROR(
      StandardizeBy(file, RowsBeforeTest(table.rows), /*ddof=*/0, table));
  return ToPoints(file, table, SplitRows(table.rows, split));
}

// --- POWER ---

// What is left of the columns, in their order.
enum PowerColumn { kActivePower, kVoltage, kSubMeter, kTime = kSubMeter + 3 };

void AddPowerNoise(LegacyRandom& random, NumberTable& table) {
  const int64_t columns = table.columns();
  const auto add = [&](int64_t begin, int64_t end, double width) {
    for (int64_t i = 0; i < table.rows; ++i) {
      double* row = table.value.data() + i * columns;
      for (int64_t d = begin; d < end; ++d) row[d] += width * random.Uniform();
    }
  };
  // each for all rows: the order that the published noise is drawn in
  add(kVoltage, kVoltage + 1, 0.01);
  add(kActivePower, kActivePower + 1, 0.001);
  add(kSubMeter, kTime, 1);
}

PointsOr LoadPower(const TabularOptions& options) {
  const TabularFile file(options, "data.npy");
  FLOW_ASSIGN_OR_RETURN(NumberTable table, file.ReadNpyTable());
  FLOW_RETURN_IF_ERROR(file.RequireColumns(table, 8));
  FLOW_RETURN_IF_ERROR(file.RequireRows(table, kFewestSplitRows));
  LegacyRandom random(/*seed=*/42);
  random.ShuffleRows(table.columns(), absl::MakeSpan(table.value));
  KeepColumns({0, 2, 4, 5, 6, 7}, table);
  AddPowerNoise(random, table);
  return StandardizedSplit(file, options.split, std::move(table));
}

// --- GAS ---

PointsOr LoadGas(const TabularOptions& options) {
  constexpr int64_t kNoSensors = 3;  // Time, Meth and Eth
  const TabularFile file(options, "ethylene_CO.npy");
  FLOW_ASSIGN_OR_RETURN(NumberTable table, file.ReadNpyTable());
  if (table.columns() < kNoSensors + file.set().dim) {
    return file.Error(
        absl::StrCat("the columns must be Time, Meth, Eth and at least ",
                     file.set().dim, " sensors; got ", table.columns()));
  }
  FLOW_RETURN_IF_ERROR(file.RequireRows(table, kFewestSplitRows));
  KeepColumnRange(kNoSensors, table.columns(), table);
  FLOW_RETURN_IF_ERROR(KeepPointColumns(
      file, ColumnsNotCorrelated(table, /*most=*/0.98), table));
  FLOW_RETURN_IF_ERROR(
      StandardizeBy(file, table.all_rows(), /*ddof=*/1, table));
  return ToPoints(file, table, SplitRows(table.rows, options.split));
}

// --- HEPMASS ---

void KeepClassOne(NumberTable& table) {
  const int64_t columns = table.columns();
  auto next = table.value.begin();
  for (int64_t i = 0; i < table.rows; ++i) {
    const auto row = table.value.begin() + i * columns;
    if (*row == 1) next = std::copy(row, row + columns, next);
  }
  table.value.erase(next, table.value.end());
  table.rows = table.value.size() / columns;
}

// The rows of class 1, without the class, below those that `table` has. Its
// columns but the last ones must be as many.
absl::Status AppendTestRows(const TabularFile& file, NumberTable& table) {
  FLOW_ASSIGN_OR_RETURN(NumberTable test, file.ReadCsvTable());
  // the class, the features and one column that no other file has
  FLOW_RETURN_IF_ERROR(file.RequireColumns(test, 1 + table.columns() + 1));
  KeepClassOne(test);
  FLOW_RETURN_IF_ERROR(file.RequireRows(test, 1, "rows of class 1"));
  KeepColumnRange(1, test.columns() - 1, test);
  table.value.insert(table.value.end(), test.value.begin(), test.value.end());
  table.rows += test.rows;
  return absl::OkStatus();
}

PointsOr LoadHepmass(const TabularOptions& options) {
  const TabularFile file(options, "1000_train.csv");
  FLOW_ASSIGN_OR_RETURN(NumberTable table, file.ReadCsvTable());
  KeepClassOne(table);
  FLOW_RETURN_IF_ERROR(
      file.RequireRows(table, kFewestSplitRowsBeforeTest, "rows of class 1"));
  KeepColumnRange(1, table.columns(), table);
  const RowRange train = table.all_rows();
  const bool is_test = options.split == Split::kTest;
  if (is_test) {
    FLOW_RETURN_IF_ERROR(
        AppendTestRows(TabularFile(options, "1000_test.csv"), table));
  }
  FLOW_RETURN_IF_ERROR(StandardizeBy(file, train, /*ddof=*/1, table));
  FLOW_RETURN_IF_ERROR(KeepPointColumns(
      file, ColumnsNotRepeating(table, train, /*most=*/5), table));
  return ToPoints(file, table,
                  is_test ? RowRange{train.end, table.rows}
                          : SplitRowsBeforeTest(train.end, options.split));
}

// --- MINIBOONE ---

PointsOr LoadMiniboone(const TabularOptions& options) {
  const TabularFile file(options, "data.npy");
  FLOW_ASSIGN_OR_RETURN(NumberTable table, file.ReadNpyTable());
  FLOW_RETURN_IF_ERROR(file.RequireColumns(table, file.set().dim));
  FLOW_RETURN_IF_ERROR(file.RequireRows(table, kFewestSplitRows));
  return StandardizedSplit(file, options.split, std::move(table));
}

// --- BSDS300 ---

absl::string_view BsdsArray(Split split) {
  switch (split) {
    case Split::kTrain:
      return "train";
    case Split::kValidation:
      return "validation";
    case Split::kTest:
      return "test";
  }
  return "";
}

PointsOr LoadBsds300(const TabularOptions& options) {
  const TabularFile file(options, "BSDS300.npz");
  FLOW_ASSIGN_OR_RETURN(const NumberTable table,
                        file.ReadNpzTable(BsdsArray(options.split)));
  FLOW_RETURN_IF_ERROR(file.RequireColumns(table, file.set().dim));
  FLOW_RETURN_IF_ERROR(file.RequireRows(table, 1));
  return ToPoints(file, table, table.all_rows());
}

}  // namespace

PointsOr LoadTabular(const TabularOptions& options) {
  switch (options.name) {
    case Name::kPower:
      return LoadPower(options);
    case Name::kGas:
      return LoadGas(options);
    case Name::kHepmass:
      return LoadHepmass(options);
    case Name::kMiniboone:
      return LoadMiniboone(options);
    case Name::kBsds300:
      return LoadBsds300(options);
  }
  FLOW_CHECK(false) << "no such data set";
  return PointTable{};
}

}  // namespace flow::datasets
