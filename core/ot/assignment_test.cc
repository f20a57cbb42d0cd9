#include "core/ot/assignment.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <limits>
#include <numeric>
#include <string>
#include <vector>

#include "core/base/random.h"
#include "core/base/status_testing.h"
#include "core/kernels/dispatch_testing.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;
constexpr GroundCost kGroundCosts[] = {GroundCost::kSquaredEuclidean,
                                       GroundCost::kEuclidean};

// A row of a random cloud or matrix.
using FillRow = std::function<void(RowRandom& random, std::vector<float>& row)>;

std::vector<float> RandomRows(int64_t rows, int64_t columns, Seed seed,
                              const FillRow& fill) {
  std::vector<float> values, row(columns);
  for (int64_t i = 0; i < rows; ++i) {
    RowRandom random(seed, i);
    fill(random, row);
    values.insert(values.end(), row.begin(), row.end());
  }
  return values;
}

void FillNormal(RowRandom& random, std::vector<float>& row) {
  for (float& value : row) value = static_cast<float>(random.Normal());
}

// A ring of eight normals of the given radius and deviation.
FillRow EightNormals(double radius, double deviation) {
  return [=](RowRandom& random, std::vector<float>& row) {
    const double angle = M_PI / 4 * random.UniformInt(8);
    const double centre[] = {radius * std::cos(angle),
                             radius * std::sin(angle)};
    for (size_t k = 0; k < row.size(); ++k) {
      row[k] = static_cast<float>((k < 2 ? centre[k] : 0) +
                                  deviation * random.Normal());
    }
  };
}

// Whole numbers below `values`: ties everywhere, and in clouds duplicates.
FillRow WholeNumbers(int values) {
  return [=](RowRandom& random, std::vector<float>& row) {
    for (float& value : row) {
      value = static_cast<float>(random.UniformInt(values));
    }
  };
}

// c_ij in double, as the interface defines it.
std::vector<double> PointMatrix(const std::vector<float>& x,
                                const std::vector<float>& y, int64_t n,
                                int64_t dim, GroundCost cost) {
  std::vector<double> matrix(n * n);
  for (int64_t i = 0; i < n; ++i) {
    for (int64_t j = 0; j < n; ++j) {
      double square = 0;
      for (int64_t k = 0; k < dim; ++k) {
        const double difference =
            static_cast<double>(x[i * dim + k]) - y[j * dim + k];
        square += difference * difference;
      }
      matrix[i * n + j] =
          cost == GroundCost::kEuclidean ? std::sqrt(square) : square;
    }
  }
  return matrix;
}

double CostOf(const std::vector<double>& matrix,
              const std::vector<int32_t>& column_of_row) {
  const size_t n = column_of_row.size();
  double cost = 0;
  for (size_t i = 0; i < n; ++i) cost += matrix[i * n + column_of_row[i]];
  return cost;
}

double ExhaustiveMinimum(const std::vector<double>& matrix, int64_t n) {
  std::vector<int32_t> permutation(n);
  std::iota(permutation.begin(), permutation.end(), 0);
  double least = std::numeric_limits<double>::infinity();
  do {
    least = std::min(least, CostOf(matrix, permutation));
  } while (std::next_permutation(permutation.begin(), permutation.end()));
  return least;
}

// Everything that makes the result its own proof: a permutation, a cost that is
// its, feasible duals, and a gap that is theirs and no more than rounding.
void ExpectProvedOptimal(const Assignment& result,
                         const std::vector<double>& matrix, int64_t n) {
  std::vector<int32_t> sorted = result.column_of_row;
  std::sort(sorted.begin(), sorted.end());
  ASSERT_EQ(sorted.size(), n);
  for (int64_t j = 0; j < n; ++j) ASSERT_EQ(sorted[j], j);

  double scale = 0, dual = 0;
  for (const double cost : matrix) scale = std::max(scale, std::abs(cost));
  for (int64_t i = 0; i < n; ++i) {
    dual += result.row_dual[i] + result.column_dual[i];
    for (int64_t j = 0; j < n; ++j) {
      ASSERT_LE(result.row_dual[i] + result.column_dual[j],
                matrix[i * n + j] + 1e-12 * scale);
    }
  }
  EXPECT_NEAR(result.cost, CostOf(matrix, result.column_of_row),
              1e-12 * scale * n);
  EXPECT_GE(result.duality_gap, 0);
  EXPECT_NEAR(result.duality_gap, result.cost - dual, 1e-12 * scale * n);
  EXPECT_LE(result.duality_gap, 1e-9 * std::abs(result.cost) + 1e-14 * scale);
}

void ExpectDenseOptimal(const std::vector<float>& cost, int64_t n) {
  ASSERT_OK_AND_ASSIGN(const Assignment result, SolveAssignment(cost, n));
  ExpectProvedOptimal(result, {cost.begin(), cost.end()}, n);
}

void ExpectPointsOptimal(const std::vector<float>& x,
                         const std::vector<float>& y, int64_t n, int64_t dim) {
  for (const GroundCost cost : kGroundCosts) {
    ASSERT_OK_AND_ASSIGN(const Assignment result,
                         SolvePointAssignment(x, y, n, dim, cost));
    ExpectProvedOptimal(result, PointMatrix(x, y, n, dim, cost), n);
  }
}

TEST(AssignmentTest, NoRowsCostNothing) {
  ASSERT_OK_AND_ASSIGN(const Assignment dense, SolveAssignment({}, 0));
  EXPECT_THAT(dense.column_of_row, IsEmpty());
  EXPECT_EQ(dense.cost, 0);
  ASSERT_OK_AND_ASSIGN(
      const Assignment points,
      SolvePointAssignment({}, {}, 0, 3, GroundCost::kEuclidean));
  EXPECT_THAT(points.column_of_row, IsEmpty());
  EXPECT_EQ(points.duality_gap, 0);
}

TEST(AssignmentTest, OneRowTakesTheOneColumn) {
  ASSERT_OK_AND_ASSIGN(const Assignment result, SolveAssignment({-2.5f}, 1));
  EXPECT_THAT(result.column_of_row, ElementsAre(0));
  EXPECT_EQ(result.cost, -2.5);
  EXPECT_EQ(result.duality_gap, 0);
}

TEST(AssignmentTest, TwoRowsCrossWhenThatIsCheaper) {
  ASSERT_OK_AND_ASSIGN(const Assignment crossed,
                       SolveAssignment({1, 0, 0, 3}, 2));
  EXPECT_THAT(crossed.column_of_row, ElementsAre(1, 0));
  EXPECT_EQ(crossed.cost, 0);
  ASSERT_OK_AND_ASSIGN(const Assignment straight,
                       SolvePointAssignment({0, 0, 1, 1}, {0, 1, 1, 2}, 2, 2,
                                            GroundCost::kSquaredEuclidean));
  EXPECT_THAT(straight.column_of_row, ElementsAre(0, 1));
  EXPECT_EQ(straight.cost, 2);
}

TEST(AssignmentTest, DenseAgreesWithExhaustiveSearch) {
  for (int64_t n = 1; n <= 8; ++n) {
    for (int seed = 0; seed < 40; ++seed) {
      // every other one with small whole costs, hence with ties
      const std::vector<float> cost =
          RandomRows(n, n, DeriveSeed(1, "exhaustive", n, seed),
                     seed % 2 == 0 ? FillRow(FillNormal) : WholeNumbers(4));
      ASSERT_OK_AND_ASSIGN(const Assignment result, SolveAssignment(cost, n));
      EXPECT_NEAR(result.cost, ExhaustiveMinimum({cost.begin(), cost.end()}, n),
                  1e-12);
      ExpectDenseOptimal(cost, n);
    }
  }
}

TEST(AssignmentTest, PointsAgreeWithExhaustiveSearch) {
  for (int64_t n = 1; n <= 8; ++n) {
    for (int seed = 0; seed < 20; ++seed) {
      const int64_t dim = 1 + seed % 3;
      const FillRow fill =
          seed % 2 == 0 ? FillRow(FillNormal) : WholeNumbers(3);
      const std::vector<float> x =
          RandomRows(n, dim, DeriveSeed(1, "x", n, seed), fill);
      const std::vector<float> y =
          RandomRows(n, dim, DeriveSeed(1, "y", n, seed), fill);
      for (const GroundCost cost : kGroundCosts) {
        ASSERT_OK_AND_ASSIGN(const Assignment result,
                             SolvePointAssignment(x, y, n, dim, cost));
        EXPECT_NEAR(result.cost,
                    ExhaustiveMinimum(PointMatrix(x, y, n, dim, cost), n),
                    1e-12);
      }
    }
  }
}

TEST(AssignmentTest, ProvesItselfOnMatricesWithTies) {
  for (const int64_t n : {33, 100}) {
    for (const int values : {2, 3, 10, 1000}) {
      ExpectDenseOptimal(RandomRows(n, n, DeriveSeed(1, "ties", n, values),
                                    WholeNumbers(values)),
                         n);
    }
  }
}

TEST(AssignmentTest, ConstantCostsAreOptimalAtOnce) {
  for (const float constant : {0.0f, 7.25f, -1e30f}) {
    const std::vector<float> cost(100 * 100, constant);
    ASSERT_OK_AND_ASSIGN(const Assignment result, SolveAssignment(cost, 100));
    EXPECT_DOUBLE_EQ(result.cost, 100.0 * constant);
    EXPECT_EQ(result.duality_gap, 0);
  }
}

TEST(AssignmentTest, ProductCostsPairTheLargestWithTheSmallest) {
  // sum i s(i) is least when s reverses the order
  const int64_t n = 90;
  std::vector<float> cost;
  for (int64_t i = 0; i < n; ++i) {
    for (int64_t j = 0; j < n; ++j) cost.push_back(static_cast<float>(i * j));
  }
  ASSERT_OK_AND_ASSIGN(const Assignment result, SolveAssignment(cost, n));
  for (int64_t i = 0; i < n; ++i) {
    EXPECT_EQ(result.column_of_row[i], n - 1 - i);
  }
  ExpectDenseOptimal(cost, n);
}

TEST(AssignmentTest, CostsOfEveryMagnitudeAreFine) {
  const std::vector<float> unit =
      RandomRows(40, 40, DeriveSeed(1, "unit"), FillNormal);
  for (const float scale : {1e-40f, 1e-20f, 1e20f, 5e37f}) {
    std::vector<float> cost = unit;
    for (float& value : cost) value *= scale;
    ExpectDenseOptimal(cost, 40);
  }
  // a small variation on a large constant: float leaves about a hundred values
  std::vector<float> offset = unit;
  for (float& value : offset) value = 1e6f + value;
  ExpectDenseOptimal(offset, 40);
}

TEST(AssignmentTest, ProvesItselfOnHundredsOfRandomClouds) {
  const struct {
    int64_t dim;
    FillRow x, y;
  } families[] = {
      {2, FillNormal, FillNormal},
      {2, FillNormal, EightNormals(5, 0.3)},
      {2, EightNormals(1, 1e-3), EightNormals(1, 1e-3)},
      {2, WholeNumbers(4), WholeNumbers(4)},
      {3, FillNormal, WholeNumbers(2)},
      {64, FillNormal, FillNormal},
  };
  for (size_t family = 0; family < std::size(families); ++family) {
    const auto& [dim, fill_x, fill_y] = families[family];
    for (int seed = 0; seed < 30; ++seed) {
      const int64_t n = 2 + 4 * seed;
      ExpectPointsOptimal(
          RandomRows(n, dim, DeriveSeed(1, "x", family, seed), fill_x),
          RandomRows(n, dim, DeriveSeed(1, "y", family, seed), fill_y), n, dim);
    }
  }
}

// A matrix of one of several kinds: normal, ties, one far above the rest, rows
// or columns that are alike, costs of all magnitudes.
std::vector<float> AnyMatrix(int64_t n, int kind, Seed seed) {
  const FillRow magnitudes = [](RowRandom& random, std::vector<float>& row) {
    for (float& value : row) {
      value = static_cast<float>(std::exp(10 * random.Normal()));
    }
  };
  std::vector<float> cost = RandomRows(n, n, seed,
                                       kind == 1   ? WholeNumbers(3)
                                       : kind == 4 ? magnitudes
                                                   : FillRow(FillNormal));
  for (int64_t i = 0; i < n; ++i) {
    if (kind == 2) cost[i * n + i] = 1e6f;
    if (kind == 3) std::copy_n(cost.begin(), n, cost.begin() + i / 2 * 2 * n);
    for (int64_t j = 1; kind == 5 && j < n; ++j) cost[i * n + j] = cost[i * n];
  }
  return cost;
}

TEST(AssignmentTest, ProvesItselfOnFiveThousandSmallMatrices) {
  for (int seed = 0; seed < 5000; ++seed) {
    SCOPED_TRACE(seed);
    const int64_t n = 1 + seed % 29;
    ExpectDenseOptimal(AnyMatrix(n, seed % 6, DeriveSeed(1, "any", seed)), n);
  }
}

TEST(AssignmentTest, TheSameBitsWithEveryInstructionSet) {
  const int64_t n = 150;
  const std::vector<float> x = RandomRows(n, 2, DeriveSeed(1, "x"), FillNormal);
  const std::vector<float> y =
      RandomRows(n, 2, DeriveSeed(1, "y"), EightNormals(5, 0.3));
  const std::vector<float> cost =
      RandomRows(n, n, DeriveSeed(1, "cost"), FillNormal);
  std::vector<Assignment> points, dense;
  ForEachInstructionSet([&] {
    ASSERT_OK_AND_ASSIGN(
        points.emplace_back(),
        SolvePointAssignment(x, y, n, 2, GroundCost::kSquaredEuclidean));
    ASSERT_OK_AND_ASSIGN(dense.emplace_back(), SolveAssignment(cost, n));
    for (const auto* results : {&points, &dense}) {
      const Assignment &first = results->front(), &last = results->back();
      EXPECT_EQ(first.column_of_row, last.column_of_row);
      EXPECT_EQ(first.row_dual, last.row_dual);
      EXPECT_EQ(first.column_dual, last.column_dual);
    }
  });
}

TEST(AssignmentTest, TightClustersAreSolvedToTheEnd) {
  for (const double deviation : {1e-3, 1e-5}) {
    const FillRow clusters = EightNormals(1, deviation);
    ExpectPointsOptimal(RandomRows(300, 2, DeriveSeed(1, "x"), clusters),
                        RandomRows(300, 2, DeriveSeed(1, "y"), clusters), 300,
                        2);
  }
}

TEST(AssignmentTest, CloudsFarApartAreSolvedToTheEnd) {
  const FillRow far = [](RowRandom& random, std::vector<float>& row) {
    for (float& value : row) value = static_cast<float>(1e4 + random.Normal());
  };
  ExpectPointsOptimal(RandomRows(150, 2, DeriveSeed(1, "x"), FillNormal),
                      RandomRows(150, 2, DeriveSeed(1, "y"), far), 150, 2);
}

TEST(AssignmentTest, ACloudIsItsOwnPartner) {
  for (const int64_t dim : {1, 2, 20}) {
    const int64_t n = 300;
    std::vector<float> x =
        RandomRows(n, dim, DeriveSeed(1, "cloud"), FillNormal);
    for (const bool duplicates : {false, true}) {
      if (duplicates)
        std::copy_n(x.begin(), n * dim / 2, x.end() - n * dim / 2);
      for (const GroundCost cost : kGroundCosts) {
        ASSERT_OK_AND_ASSIGN(const Assignment result,
                             SolvePointAssignment(x, x, n, dim, cost));
        EXPECT_EQ(result.cost, 0);
        EXPECT_EQ(result.duality_gap, 0);
      }
    }
  }
}

TEST(AssignmentTest, AShuffledCloudIsFoundAgain) {
  const int64_t n = 300;
  const std::vector<float> x =
      RandomRows(n, 2, DeriveSeed(1, "cloud"), FillNormal);
  std::vector<float> y(2 * n);
  for (int64_t i = 0; i < n; ++i) {
    const int64_t to = (i * 7 + 3) % n;  // 7 and 300 have no common factor
    std::copy_n(&x[2 * i], 2, &y[2 * to]);
  }
  for (const GroundCost cost : kGroundCosts) {
    ASSERT_OK_AND_ASSIGN(const Assignment result,
                         SolvePointAssignment(x, y, n, 2, cost));
    for (int64_t i = 0; i < n; ++i) {
      EXPECT_EQ(result.column_of_row[i], (i * 7 + 3) % n);
    }
  }
}

TEST(AssignmentTest, OnALineSortingIsOptimal) {
  const int64_t n = 500;
  const std::vector<float> x = RandomRows(n, 1, DeriveSeed(1, "x"), FillNormal);
  const std::vector<float> y = RandomRows(n, 1, DeriveSeed(1, "y"), FillNormal);
  std::vector<double> sorted_x(x.begin(), x.end());
  std::vector<double> sorted_y(y.begin(), y.end());
  std::sort(sorted_x.begin(), sorted_x.end());
  std::sort(sorted_y.begin(), sorted_y.end());
  for (const GroundCost cost : kGroundCosts) {
    double sorted = 0;
    for (int64_t i = 0; i < n; ++i) {
      const double distance = std::abs(sorted_x[i] - sorted_y[i]);
      sorted += cost == GroundCost::kEuclidean ? distance : distance * distance;
    }
    ASSERT_OK_AND_ASSIGN(const Assignment result,
                         SolvePointAssignment(x, y, n, 1, cost));
    EXPECT_NEAR(result.cost, sorted, 1e-11 * sorted);
  }
}

TEST(AssignmentTest, PointsAndTheirMatrixCostTheSame) {
  for (const int64_t dim : {2, 64}) {
    const int64_t n = 257;
    const std::vector<float> x =
        RandomRows(n, dim, DeriveSeed(1, "x"), FillNormal);
    const std::vector<float> y =
        RandomRows(n, dim, DeriveSeed(1, "y"), EightNormals(3, 0.5));
    for (const GroundCost cost : kGroundCosts) {
      const std::vector<double> exact = PointMatrix(x, y, n, dim, cost);
      ASSERT_OK_AND_ASSIGN(
          const Assignment dense,
          SolveAssignment(std::vector<float>(exact.begin(), exact.end()), n));
      ASSERT_OK_AND_ASSIGN(const Assignment points,
                           SolvePointAssignment(x, y, n, dim, cost));
      // each cost is off by at most 2^-24 of itself in a float matrix
      EXPECT_NEAR(dense.cost, points.cost, std::ldexp(points.cost, -24));
    }
  }
}

TEST(AssignmentTest, TheSameInputGivesTheSameBits) {
  const std::vector<float> x =
      RandomRows(200, 2, DeriveSeed(1, "x"), WholeNumbers(6));
  const std::vector<float> y =
      RandomRows(200, 2, DeriveSeed(1, "y"), WholeNumbers(6));
  ASSERT_OK_AND_ASSIGN(
      const Assignment first,
      SolvePointAssignment(x, y, 200, 2, GroundCost::kEuclidean));
  ASSERT_OK_AND_ASSIGN(
      const Assignment second,
      SolvePointAssignment(x, y, 200, 2, GroundCost::kEuclidean));
  EXPECT_EQ(first.column_of_row, second.column_of_row);
  EXPECT_EQ(first.row_dual, second.row_dual);
  EXPECT_EQ(first.column_dual, second.column_dual);
}

TEST(AssignmentTest, RefusesWhatIsNotFinite) {
  for (const float bad : {std::numeric_limits<float>::quiet_NaN(),
                          std::numeric_limits<float>::infinity(),
                          -std::numeric_limits<float>::infinity()}) {
    EXPECT_THAT(SolveAssignment({0, 1, bad, 2}, 2),
                StatusIs(kInvalid, HasSubstr("cost(1, 0)")));
    EXPECT_THAT(
        SolvePointAssignment({0, bad}, {0, 1}, 1, 2, GroundCost::kEuclidean),
        StatusIs(kInvalid, HasSubstr("x(0, 1)")));
    EXPECT_THAT(
        SolvePointAssignment({0, 1}, {0, bad}, 2, 1, GroundCost::kEuclidean),
        StatusIs(kInvalid, HasSubstr("y(1, 0)")));
  }
}

TEST(AssignmentTest, RefusesSizesThatDoNotFit) {
  EXPECT_THAT(SolveAssignment({0, 1, 2}, 2),
              StatusIs(kInvalid, "cost should be 2 x 2; got 3 values"));
  EXPECT_THAT(SolveAssignment({}, -1),
              StatusIs(kInvalid, HasSubstr("got n = -1")));
  EXPECT_THAT(SolveAssignment({}, int64_t{1} << 32), StatusIs(kInvalid));
  EXPECT_THAT(SolvePointAssignment({0, 1}, {0}, 2, 1, GroundCost::kEuclidean),
              StatusIs(kInvalid, "y should be 2 x 1; got 1 values"));
  EXPECT_THAT(SolvePointAssignment({}, {}, 0, 0, GroundCost::kEuclidean),
              StatusIs(kInvalid, HasSubstr("dim >= 1")));
  EXPECT_THAT(
      SolvePointAssignment({}, {}, 2, int64_t{1} << 62, GroundCost::kEuclidean),
      StatusIs(kInvalid));
}

}  // namespace
}  // namespace flow::core
