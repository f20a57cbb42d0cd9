#include "datasets/tabular.h"

#include <cmath>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/types/span.h"
#include "core/base/files.h"
#include "core/base/random.h"
#include "core/base/status_testing.h"
#include "core/io/array.h"
#include "core/io/npy.h"
#include "core/io/npz.h"

namespace flow::datasets {
namespace {

using Name = TabularOptions::Name;
using Split = TabularOptions::Split;
using Rows = std::vector<std::vector<double>>;  // [N][D]
using ::testing::HasSubstr;

std::vector<double> Flat(const Rows& rows) {
  std::vector<double> values;
  for (const auto& row : rows) {
    values.insert(values.end(), row.begin(), row.end());
  }
  return values;
}

core::Array ToArray(const Rows& rows) {
  return core::MakeArray<double>({std::ssize(rows), std::ssize(rows[0])},
                                 Flat(rows));
}

// A folder of its own for each test.
std::string Folder() {
  const std::string folder =
      JoinPath(testing::TempDir(),
               testing::UnitTest::GetInstance()->current_test_info()->name());
  EXPECT_OK(MakeDirectories(folder));
  return folder;
}

void WriteNpy(const std::string& name, const Rows& rows) {
  EXPECT_OK(WriteFileAtomically(JoinPath(Folder(), name),
                                core::SerializeNpy(ToArray(rows))));
}

void WriteCsv(const std::string& name, const std::string& header,
              const Rows& rows) {
  const auto exact = [](std::string* out, double value) {
    absl::StrAppendFormat(out, "%.18e", value);  // as in the published files
  };
  std::string text = header + "\n";
  for (const auto& row : rows) {
    absl::StrAppend(&text, absl::StrJoin(row, ",", exact), "\n");
  }
  EXPECT_OK(WriteFileAtomically(JoinPath(Folder(), name), text));
}

absl::StatusOr<PointTable> Load(Name name, Split split) {
  return LoadTabular({.name = name, .folder = Folder(), .split = split});
}

void ExpectRefused(Name name, const std::string& file, const std::string& error,
                   Split split = Split::kTrain) {
  EXPECT_THAT(Load(name, split),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       absl::StrCat(JoinPath(Folder(), file), ": ", error)));
}

// Numbers without a pattern.
Rows RandomRows(int64_t rows, int64_t columns) {
  Rows x(rows, std::vector<double>(columns));
  for (int64_t i = 0; i < rows; ++i) {
    RowRandom random(/*seed=*/7, i);
    for (double& value : x[i]) value = random.UniformInt(1 << 12) / 64. - 16;
  }
  return x;
}

// The points of the rows from `begin` on, as given.
void ExpectPoints(Name name, Split split, const Rows& x, int64_t begin,
                  int64_t end) {
  SCOPED_TRACE(begin);
  ASSERT_OK_AND_ASSIGN(const PointTable points, Load(name, split));
  ASSERT_EQ(points.rows, end - begin);
  ASSERT_EQ(points.dim, std::ssize(x[0]));
  EXPECT_EQ(points.num_classes, 0);
  EXPECT_TRUE(points.label.empty());
  ASSERT_EQ(std::ssize(points.x), points.rows * points.dim);
  for (int64_t i = 0; i < std::ssize(points.x); ++i) {
    ASSERT_NEAR(points.x[i], x[begin + i / points.dim][i % points.dim], 1e-6)
        << i;
  }
}

// By the formulas: column by column, the moments of `count` rows from the first
// on.
void StandardizeRows(int64_t count, int64_t ddof, Rows& x) {
  for (size_t d = 0; d < x[0].size(); ++d) {
    double sum = 0, squares = 0;
    for (int64_t i = 0; i < count; ++i) sum += x[i][d];
    for (int64_t i = 0; i < count; ++i) {
      squares += std::pow(x[i][d] - sum / count, 2);
    }
    for (auto& row : x) {
      row[d] = (row[d] - sum / count) / std::sqrt(squares / (count - ddof));
    }
  }
}

// --- POWER ---

// i, j = numpy.indices((rows, 8)); (7 * i * i + 5 * i * j + 3 * j) % 31 / 4
Rows PowerRows(int64_t rows) {
  Rows x(rows, std::vector<double>(8));
  for (int i = 0; i < rows; ++i) {
    for (int j = 0; j < 8; ++j) {
      x[i][j] = (7 * i * i + 5 * i * j + 3 * j) % 31 / 4.;
    }
  }
  return x;
}

// In numpy 2.4, with that data of 20 rows:
//
//     r = numpy.random.RandomState(42); r.shuffle(data)
//     data = numpy.delete(data, [1, 3], axis=1)
//     voltage = .01 * r.rand(20, 1); active = .001 * r.rand(20, 1)
//     data += numpy.hstack((active, voltage, r.rand(20, 3), numpy.zeros((20,
//     1)))) z = (data - data[:18].mean(0)) / data[:18].std(0) z[:2]; z[17:]
TEST(TabularTest, PowerIsPreparedAsInNumpy) {
  WriteNpy("data.npy", PowerRows(20));
  const auto expect = [](Split split, int64_t rows, const Rows& first) {
    ASSERT_OK_AND_ASSIGN(PointTable points, Load(Name::kPower, split));
    EXPECT_EQ(points.rows, rows);
    EXPECT_EQ(points.dim, 6);
    ASSERT_EQ(std::ssize(points.x), rows * 6);
    points.x.resize(first.size() * 6);
    EXPECT_THAT(points.x,
                testing::Pointwise(testing::FloatNear(1e-6), Flat(first)));
  };
  expect(Split::kTrain, 17,
         {{-1.497247219, -0.793906987, -0.217492953, 0.684060693, 0.146830603,
           0.726438165},
          {-0.551649272, 1.732135892, 0.445299715, 0.439965069, -0.667336285,
           -1.206519008}});
  expect(Split::kValidation, 1,
         {{0.630704105, -1.448760390, -0.473010570, -0.852295995, 1.262362838,
           0.271624684}});
  expect(Split::kTest, 2,
         {{-0.551702976, 1.839399099, 0.508363783, -1.072393775, -0.471933752,
           0.953844845},
          {-1.024617314, -0.574574411, -0.327756971, 0.632291377, 0.044925861,
           0.385328054}});
}

TEST(TabularTest, PowerRefusesOtherTables) {
  WriteNpy("data.npy", RandomRows(20, 6));
  ExpectRefused(Name::kPower, "data.npy",
                "the number of columns must be 8; got 6");
  WriteNpy("data.npy", PowerRows(10));
  ExpectRefused(Name::kPower, "data.npy",
                "the number of rows must be >= 11; got 10");
  Rows x = PowerRows(20);
  for (auto& row : x) row[7] = 3;
  WriteNpy("data.npy", x);
  ExpectRefused(Name::kPower, "data.npy",
                "the deviation of column 7 must be finite and > 0; got 0");
}

// --- GAS ---

// Ten sensors, of which the first goes with the fifth and the fourth with the
// last; the second and the third run against each other, which is fine.
Rows GasRows(int64_t rows) {
  Rows x = RandomRows(rows, 13);
  for (auto& row : x) {
    row[3 + 4] = 2 * row[3] + row[3 + 5] / 64;
    row[3 + 9] = row[3 + 3] - 5;
    row[3 + 2] = -3 * row[3 + 1];
  }
  return x;
}

TEST(TabularTest, GasDropsCorrelatedSensorsAndIsStandardizedByAllRows) {
  const Rows x = GasRows(30);
  WriteNpy("ethylene_CO.npy", x);
  Rows expected;
  for (const auto& row : x) {
    expected.emplace_back();
    for (const int64_t sensor : {1, 2, 4, 5, 6, 7, 8, 9}) {
      expected.back().push_back(row[3 + sensor]);
    }
  }
  StandardizeRows(/*count=*/30, /*ddof=*/1, expected);
  ExpectPoints(Name::kGas, Split::kTrain, expected, 0, 25);
  ExpectPoints(Name::kGas, Split::kValidation, expected, 25, 27);
  ExpectPoints(Name::kGas, Split::kTest, expected, 27, 30);
}

TEST(TabularTest, GasRefusesOtherTables) {
  WriteNpy("ethylene_CO.npy", RandomRows(30, 10));
  ExpectRefused(Name::kGas, "ethylene_CO.npy",
                "the columns must be Time, Meth, Eth and at least 8 sensors; "
                "got 10");
  WriteNpy("ethylene_CO.npy", RandomRows(30, 12));
  ExpectRefused(Name::kGas, "ethylene_CO.npy",
                "the number of columns that GAS keeps must be 8; got 9");
  WriteNpy("ethylene_CO.npy", GasRows(9));
  ExpectRefused(Name::kGas, "ethylene_CO.npy",
                "the number of rows must be >= 11; got 9");
  Rows x = GasRows(30);
  for (auto& row : x) row[3 + 7] = 0.1;
  WriteNpy("ethylene_CO.npy", x);
  ExpectRefused(Name::kGas, "ethylene_CO.npy",
                "the deviation of column 10 must be finite and > 0; got 0");
}

// --- HEPMASS ---

// The class, 1 in two rows of three, and 23 features.
Rows HepmassRows(int64_t rows, int64_t columns = 24) {
  Rows x = RandomRows(rows, columns);
  for (int64_t i = 0; i < rows; ++i) x[i][0] = i % 3 == 0 ? 0 : 1;
  return x;
}

// Feature 4's smallest value comes 6 times among class 1 and feature 9's 7
// times; those of feature 5 come 5 times, and feature 6 repeats its largest.
Rows HepmassTrainRows() {
  Rows x = HepmassRows(60);
  for (int64_t i = 0, ones = 0; i < std::ssize(x); ++i) {
    if (x[i][0] != 1) continue;
    if (ones < 6) x[i][1 + 4] = -100;
    if (ones < 7) x[i][1 + 9] = -100;
    if (ones < 5) x[i][1 + 5] = -100;
    if (ones < 20) x[i][1 + 6] = 100;
    ++ones;
  }
  // the background counts for nothing
  for (int64_t i = 0; i < 60; i += 3) x[i][1 + 7] = -100;
  return x;
}

constexpr char kHepmassHeader[] =
    "# label,f0,f1,f2,f3,f4,f5,f6,f7,f8,f9,f10,f11,f12,f13,f14,f15,f16,f17,f18,"
    "f19,f20,f21,f22";

// Of class 1: the features that stay.
Rows HepmassFeatures(const Rows& x) {
  Rows features;
  for (const auto& row : x) {
    if (row[0] != 1) continue;
    features.emplace_back();
    for (int64_t feature = 0; feature < 23; ++feature) {
      if (feature == 4 || feature == 9) continue;
      features.back().push_back(row[1 + feature]);
    }
  }
  return features;
}

TEST(TabularTest, HepmassIsItsFirstClassWithoutFeaturesThatRepeat) {
  const Rows train = HepmassTrainRows();
  WriteCsv("1000_train.csv", kHepmassHeader, train);
  const Rows test = HepmassRows(30, /*columns=*/25);
  WriteCsv("1000_test.csv", absl::StrCat(kHepmassHeader, ",mass"), test);
  Rows expected = HepmassFeatures(train);
  ASSERT_EQ(expected.size(), 40);
  for (const auto& row : HepmassFeatures(test)) expected.push_back(row);
  StandardizeRows(/*count=*/40, /*ddof=*/1, expected);
  ExpectPoints(Name::kHepmass, Split::kTrain, expected, 0, 36);
  ExpectPoints(Name::kHepmass, Split::kValidation, expected, 36, 40);
  ExpectPoints(Name::kHepmass, Split::kTest, expected, 40, 60);
}

TEST(TabularTest, HepmassRefusesOtherTables) {
  WriteCsv("1000_train.csv", kHepmassHeader, HepmassRows(60));
  ExpectRefused(Name::kHepmass, "1000_train.csv",
                "the number of columns that HEPMASS keeps must be 21; got 23");
  WriteCsv("1000_train.csv", kHepmassHeader, HepmassRows(14));
  ExpectRefused(Name::kHepmass, "1000_train.csv",
                "the number of rows of class 1 must be >= 10; got 9");
  WriteCsv("1000_train.csv", kHepmassHeader, HepmassTrainRows());
  EXPECT_THAT(Load(Name::kHepmass, Split::kTest),
              StatusIs(absl::StatusCode::kNotFound,
                       HasSubstr("the folder of HEPMASS must hold "
                                 "1000_test.csv")));
  WriteCsv("1000_test.csv", kHepmassHeader, HepmassRows(30));
  ExpectRefused(Name::kHepmass, "1000_test.csv",
                "the number of columns must be 25; got 24", Split::kTest);
  Rows background = RandomRows(5, 25);
  for (auto& row : background) row[0] = 0;
  WriteCsv("1000_test.csv", absl::StrCat(kHepmassHeader, ",mass"), background);
  ExpectRefused(Name::kHepmass, "1000_test.csv",
                "the number of rows of class 1 must be >= 1; got 0",
                Split::kTest);
}

// --- MINIBOONE ---

TEST(TabularTest, MinibooneIsStandardizedByAllButTheTest) {
  Rows x = RandomRows(40, 43);
  WriteNpy("data.npy", x);
  StandardizeRows(/*count=*/36, /*ddof=*/0, x);
  ExpectPoints(Name::kMiniboone, Split::kTrain, x, 0, 33);
  ExpectPoints(Name::kMiniboone, Split::kValidation, x, 33, 36);
  ExpectPoints(Name::kMiniboone, Split::kTest, x, 36, 40);
}

TEST(TabularTest, MinibooneRefusesOtherTables) {
  WriteNpy("data.npy", RandomRows(40, 50));
  ExpectRefused(Name::kMiniboone, "data.npy",
                "the number of columns must be 43; got 50");
  WriteNpy("data.npy", RandomRows(10, 43));
  ExpectRefused(Name::kMiniboone, "data.npy",
                "the number of rows must be >= 11; got 10");
}

// --- BSDS300 ---

TEST(TabularTest, BsdsIsItsArraysAsTheyAre) {
  const Rows x = RandomRows(9, 63);
  const auto rows = [&](int64_t begin, int64_t end) {
    return ToArray(Rows(x.begin() + begin, x.begin() + end));
  };
  ASSERT_OK(core::WriteNpz(JoinPath(Folder(), "BSDS300.npz"),
                           {{"test", rows(6, 9)},
                            {"train", rows(0, 4)},
                            {"validation", rows(4, 6)}}));
  ExpectPoints(Name::kBsds300, Split::kTrain, x, 0, 4);
  ExpectPoints(Name::kBsds300, Split::kValidation, x, 4, 6);
  ExpectPoints(Name::kBsds300, Split::kTest, x, 6, 9);
}

TEST(TabularTest, BsdsRefusesOtherTables) {
  Rows huge = RandomRows(2, 63);
  huge[1][5] = 1e300;
  ASSERT_OK(core::WriteNpz(
      JoinPath(Folder(), "BSDS300.npz"),
      {{"train", ToArray(RandomRows(2, 64))}, {"validation", ToArray(huge)}}));
  ExpectRefused(Name::kBsds300, "BSDS300.npz",
                "the number of columns must be 63; got 64");
  ExpectRefused(Name::kBsds300, "BSDS300.npz",
                "coordinate 5 of point 1 (from 0) must be finite in float32; "
                "got 1e+300",
                Split::kValidation);
  ExpectRefused(Name::kBsds300, "BSDS300.npz", "no array 'test'", Split::kTest);
}

TEST(TabularTest, AMissingFileIsExplained) {
  for (const Name name : {Name::kPower, Name::kGas, Name::kHepmass,
                          Name::kMiniboone, Name::kBsds300}) {
    EXPECT_THAT(Load(name, Split::kTrain),
                StatusIs(absl::StatusCode::kNotFound,
                         HasSubstr("stand_in {} in its place")));
  }
}

}  // namespace
}  // namespace flow::datasets
