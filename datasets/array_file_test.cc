#include "datasets/array_file.h"

#include <limits>
#include <string>
#include <vector>

#include "core/base/files.h"
#include "core/base/status_testing.h"
#include "core/io/npy.h"

namespace flow::datasets {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// A file of this test with the content; its path.
std::string WriteTestFile(const std::string& name, absl::string_view content) {
  const std::string path = JoinPath(testing::TempDir(), name);
  EXPECT_OK(WriteFileAtomically(path, content));
  return path;
}

template <typename T>
std::string WriteNpy(const std::string& name, std::vector<int64_t> shape,
                     const std::vector<T>& values) {
  return WriteTestFile(
      name, core::SerializeNpy(core::MakeArray<T>(std::move(shape), values)));
}

void ExpectRefused(const ArrayFileOptions& options, const std::string& error) {
  EXPECT_THAT(LoadArrayFile(options),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       absl::StrCat(options.path, ": ", error)));
}

TEST(ArrayFileTest, NpyRowsArePoints) {
  ASSERT_OK_AND_ASSIGN(
      const PointTable table,
      LoadArrayFile({WriteNpy<double>("a.npy", {3, 2}, {1, 2, 3, 4, 5, 6})}));
  EXPECT_EQ(table.rows, 3);
  EXPECT_EQ(table.dim, 2);
  EXPECT_EQ(table.num_classes, 0);
  EXPECT_THAT(table.x, ElementsAre(1, 2, 3, 4, 5, 6));
  EXPECT_THAT(table.label, IsEmpty());
}

TEST(ArrayFileTest, ANpyVectorHoldsPointsOnALine) {
  ASSERT_OK_AND_ASSIGN(
      const PointTable table,
      LoadArrayFile({WriteNpy<int32_t>("b.npy", {2}, {7, -8})}));
  EXPECT_EQ(table.rows, 2);
  EXPECT_EQ(table.dim, 1);
  EXPECT_THAT(table.x, ElementsAre(7, -8));
}

TEST(ArrayFileTest, RefusesArraysThatAreNoPoints) {
  ExpectRefused({WriteNpy<float>("c.npy", {1, 1, 2}, {1, 2})},
                "points must have the shape [N, D] or [N], N and D >= 1; got "
                "[1, 1, 2]");
  ExpectRefused({WriteNpy<float>("d.npy", {0, 2}, {})},
                "points must have the shape [N, D] or [N], N and D >= 1; got "
                "[0, 2]");
  ExpectRefused({WriteNpy<double>("e.npy", {2, 2}, {0, 0, 0, 1e300})},
                "point 2 must be finite in float32; got 1e+300");
  ExpectRefused({WriteNpy<float>("f.npy", {1},
                                 {std::numeric_limits<float>::quiet_NaN()})},
                "point 1 must be finite in float32; got nan");
  ExpectRefused({WriteNpy<float>("g.npy", {1}, {0}), "label"},
                "an .npy file has no named columns; labels need a .csv");
}

TEST(ArrayFileTest, CsvRowsArePoints) {
  ASSERT_OK_AND_ASSIGN(
      const PointTable table,
      LoadArrayFile({WriteTestFile("a.csv", "x,y\n0.5,1\n-2,3e1\n")}));
  EXPECT_EQ(table.rows, 2);
  EXPECT_EQ(table.dim, 2);
  EXPECT_THAT(table.x, ElementsAre(0.5, 1, -2, 30));
  EXPECT_THAT(table.label, IsEmpty());
}

TEST(ArrayFileTest, TheLabelColumnIsNoCoordinate) {
  ASSERT_OK_AND_ASSIGN(
      const PointTable table,
      LoadArrayFile(
          {WriteTestFile("b.csv", "x,c,y\n1,0,2\n3,2,4\n5,1,6\n"), "c"}));
  EXPECT_EQ(table.dim, 2);
  EXPECT_THAT(table.x, ElementsAre(1, 2, 3, 4, 5, 6));
  EXPECT_EQ(table.num_classes, 3);
  EXPECT_THAT(table.label, ElementsAre(0, 2, 1));
}

TEST(ArrayFileTest, LabelsAreNumberedInIncreasingOrder) {
  ASSERT_OK_AND_ASSIGN(
      const PointTable table,
      LoadArrayFile({WriteTestFile("c.csv", "10,1\n-3,2\n10,3\n7,4\n"), "0"}));
  EXPECT_EQ(table.num_classes, 3);
  EXPECT_THAT(table.label, ElementsAre(2, 0, 2, 1));
}

TEST(ArrayFileTest, RefusesLabelsThatAreNotWhole) {
  ExpectRefused({WriteTestFile("d.csv", "x,c\n1,0\n2,0.5\n"), "c"},
                "the label of point 2 in column 'c' must be a whole number; "
                "got 0.5");
  ExpectRefused({WriteTestFile("e.csv", "x,c\n1,0\n"), "label"},
                "no column 'label'; the columns are 'x', 'c'");
}

TEST(ArrayFileTest, RefusesTablesWithoutPoints) {
  ExpectRefused({WriteTestFile("f.csv", "x,y\n")}, "there are no points");
  ExpectRefused({WriteTestFile("g.csv", "c\n1\n2\n"), "c"},
                "there is no column besides the labels");
}

TEST(ArrayFileTest, ErrorsInACellGiveItsLineAndColumn) {
  EXPECT_THAT(
      LoadArrayFile({WriteTestFile("h.csv", "x,y\n1,2\n3,nothing\n")}),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("h.csv:3:3: ")));
}

TEST(ArrayFileTest, ErrorsOfTheFileComeThrough) {
  EXPECT_THAT(LoadArrayFile({JoinPath(testing::TempDir(), "absent.npy")}),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("absent.npy")));
  ExpectRefused({"points.parquet"},
                "a file of points must end in .npy or .csv");
}

TEST(ArrayFileTest, AColumnSaysWhoseAPointIs) {
  const std::string path =
      WriteTestFile("s.csv", "x,site,y,kind\n1,30,2,5\n3,-1,4,5\n5,30,6,4\n");
  ASSERT_OK_AND_ASSIGN(PointTable table, LoadArrayFile({path, "kind", "site"}));
  EXPECT_EQ(table.dim, 2);
  EXPECT_THAT(table.x, ElementsAre(1, 2, 3, 4, 5, 6));
  EXPECT_EQ(table.num_clients, 2);
  EXPECT_THAT(table.client, ElementsAre(1, 0, 1));
  EXPECT_THAT(table.label, ElementsAre(1, 1, 0));
  // the classes themselves
  ASSERT_OK_AND_ASSIGN(table, LoadArrayFile({path, "kind", "kind"}));
  EXPECT_EQ(table.dim, 3);
  EXPECT_EQ(table.client, table.label);
  // nobody asked
  ASSERT_OK_AND_ASSIGN(table, LoadArrayFile({path, "kind"}));
  EXPECT_EQ(table.dim, 3);
  EXPECT_EQ(table.num_clients, 0);
  EXPECT_THAT(table.client, IsEmpty());
}

TEST(ArrayFileTest, RefusesAColumnThatIsNoClients) {
  const std::string path = WriteTestFile("t.csv", "x,site\n1,0\n2,0.5\n");
  ExpectRefused({path, std::nullopt, "site"},
                "the client of point 2 in column 'site' must be a whole "
                "number; got 0.5");
  ExpectRefused({path, std::nullopt, "town"},
                "no column 'town'; the columns are 'x', 'site'");
  ExpectRefused({path, "x", "site"}, "there is no column of coordinates");
  ExpectRefused({WriteNpy<float>("u.npy", {1}, {0}), std::nullopt, "site"},
                "an .npy file has no named columns; clients need a .csv");
}

}  // namespace
}  // namespace flow::datasets
