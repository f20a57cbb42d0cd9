#include "datasets/tabular_file.h"

#include <limits>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/base/files.h"
#include "core/base/status_testing.h"
#include "core/io/array.h"
#include "core/io/npy.h"
#include "core/io/npz.h"

namespace flow::datasets {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

TabularOptions InTestFolder(TabularOptions::Name name) {
  return {.name = name, .folder = testing::TempDir()};
}

std::string PathOf(absl::string_view name) {
  return JoinPath(testing::TempDir(), name);
}

// A file of POWER's.
TabularFile NpyFile(absl::string_view name, const core::Array& array) {
  EXPECT_OK(WriteFileAtomically(PathOf(name), core::SerializeNpy(array)));
  return TabularFile(InTestFolder(TabularOptions::Name::kPower), name);
}

core::Array Doubles(std::vector<int64_t> shape, std::vector<double> values) {
  return core::MakeArray<double>(std::move(shape), values);
}

TEST(TabularFileTest, AnNpyFileIsATableOfAnyDType) {
  const TabularFile file =
      NpyFile("a.npy", core::MakeArray<int32_t>({2, 3}, {1, 2, 3, 4, 5, 6}));
  ASSERT_OK_AND_ASSIGN(const NumberTable table, file.ReadNpyTable());
  EXPECT_EQ(table.rows, 2);
  EXPECT_THAT(table.column, ElementsAre(0, 1, 2));
  EXPECT_THAT(table.value, ElementsAre(1, 2, 3, 4, 5, 6));
  EXPECT_EQ(file.set().dim, 6);
}

TEST(TabularFileTest, ACsvFileIsATable) {
  ASSERT_OK(WriteFileAtomically(PathOf("a.csv"), "# label,f0\n1,2.5\n0,-1\n"));
  const TabularFile file(InTestFolder(TabularOptions::Name::kHepmass), "a.csv");
  ASSERT_OK_AND_ASSIGN(const NumberTable table, file.ReadCsvTable());
  EXPECT_EQ(table.rows, 2);
  EXPECT_THAT(table.column, ElementsAre(0, 1));
  EXPECT_THAT(table.value, ElementsAre(1, 2.5, 0, -1));
}

TEST(TabularFileTest, AnNpzFileHasATableInEachArray) {
  ASSERT_OK(core::WriteNpz(PathOf("a.npz"), {{"x", Doubles({1, 1}, {1})},
                                             {"y", Doubles({1, 2}, {2, 3})},
                                             {"z", Doubles({1, 1}, {kNan})}}));
  const TabularFile file(InTestFolder(TabularOptions::Name::kBsds300), "a.npz");
  ASSERT_OK_AND_ASSIGN(const NumberTable table, file.ReadNpzTable("y"));
  EXPECT_THAT(table.value, ElementsAre(2, 3));
  EXPECT_THAT(file.ReadNpzTable("train"),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       absl::StrCat(PathOf("a.npz"), ": no array 'train'")));
  EXPECT_THAT(file.ReadNpzTable("z"),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       absl::StrCat(PathOf("a.npz"),
                                    ": z: the number in row 0, column 0 (from "
                                    "0) must be finite; got nan")));
}

TEST(TabularFileTest, NumbersMustBeFinite) {
  EXPECT_THAT(
      NpyFile("b.npy", Doubles({3, 2}, {1, 2, 3, 4, 5, kNan})).ReadNpyTable(),
      StatusIs(absl::StatusCode::kInvalidArgument,
               absl::StrCat(PathOf("b.npy"),
                            ": the number in row 2, column 1 (from 0) must be "
                            "finite; got nan")));
  ASSERT_OK(WriteFileAtomically(PathOf("b.csv"), "1,2\n3,inf\n"));
  EXPECT_THAT(
      TabularFile(InTestFolder(TabularOptions::Name::kHepmass), "b.csv")
          .ReadCsvTable(),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("b.csv:2:3: ")));
}

TEST(TabularFileTest, AnArrayMustHaveRowsAndColumns) {
  EXPECT_THAT(NpyFile("c.npy", Doubles({2}, {1, 2})).ReadNpyTable(),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       absl::StrCat(
                           PathOf("c.npy"),
                           ": the array must have the shape [N, D]; got [2]")));
}

TEST(TabularFileTest, RowsAndColumnsCanBeAskedFor) {
  const TabularFile file(InTestFolder(TabularOptions::Name::kPower), "d.npy");
  const NumberTable table{2, {0, 1, 2}, {1, 2, 3, 4, 5, 6}};
  EXPECT_OK(file.RequireColumns(table, 3));
  EXPECT_OK(file.RequireRows(table, 2));
  EXPECT_THAT(
      file.RequireColumns(table, 4),
      StatusIs(absl::StatusCode::kInvalidArgument,
               absl::StrCat(PathOf("d.npy"),
                            ": the number of columns must be 4; got 3")));
  EXPECT_THAT(
      file.RequireRows(table, 3, "rows of class 1"),
      StatusIs(
          absl::StatusCode::kInvalidArgument,
          absl::StrCat(PathOf("d.npy"),
                       ": the number of rows of class 1 must be >= 3; got 2")));
}

TEST(TabularFileTest, AMissingFileIsExplained) {
  const TabularFile file({.name = TabularOptions::Name::kGas, .folder = "/no"},
                         "ethylene_CO.npy");
  const auto is_explained =
      StatusIs(absl::StatusCode::kNotFound,
               "cannot open '/no/ethylene_CO.npy': No such file or directory; "
               "the folder of GAS must hold ethylene_CO.npy; stand_in {} in "
               "its place needs no file");
  EXPECT_THAT(file.ReadNpyTable(), is_explained);
  EXPECT_THAT(file.ReadCsvTable(), is_explained);
  EXPECT_THAT(file.ReadNpzTable("train"), is_explained);
}

}  // namespace
}  // namespace flow::datasets
