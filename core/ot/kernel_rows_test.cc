#include "core/ot/kernel_rows.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include "core/base/random.h"
#include "core/kernels/dispatch_testing.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

std::vector<float> Uniform(Seed seed, int64_t n) {
  RowRandom random(seed, 0);
  std::vector<float> values;
  for (int64_t i = 0; i < n; ++i) {
    values.push_back(static_cast<float>(random.Uniform()));
  }
  return values;
}

TEST(KernelRowsTest, ExponentialsAreRightToFloatPrecision) {
  ForEachInstructionSet([] {
    std::vector<float> cost;
    for (int i = -600; i <= 600; ++i) cost.push_back(0.1f * i);
    const std::vector<double> g(cost.size(), 0.25);
    std::vector<float> out(cost.size());
    ExpRow(cost.data(), 0.5, g.data(), 0.9, cost.size(), out.data());
    for (size_t j = 0; j < cost.size(); ++j) {
      const double exact = std::exp((0.75 - cost[j]) * 0.9);
      EXPECT_NEAR(out[j], exact, 2e-7 * exact);
    }
  });
}

TEST(KernelRowsTest, FarExponentsAreZeroOrCapped) {
  ForEachInstructionSet([] {
    const std::vector<float> cost = {62, 1e30f, -61, -1e30f};
    const std::vector<double> g(4, 0.0);
    std::vector<float> out(4);
    ExpRow(cost.data(), 0, g.data(), 1, 4, out.data());
    EXPECT_EQ(out[0], 0);
    EXPECT_EQ(out[1], 0);
    EXPECT_FLOAT_EQ(out[2], std::exp(60.0f));
    EXPECT_FLOAT_EQ(out[3], std::exp(60.0f));
  });
}

TEST(KernelRowsTest, ExtremesOfFiniteValuesAlone) {
  ForEachInstructionSet([] {
    std::vector<float> values = Uniform(1, 19);
    values[17] = -3;
    values[2] = 5;
    const auto extremes = FiniteExtremes(values.data(), 19);
    ASSERT_TRUE(extremes.has_value());
    EXPECT_EQ(extremes->least, -3);
    EXPECT_EQ(extremes->most, 5);
    for (const size_t at : {0u, 7u, 18u}) {
      for (const float bad : {std::numeric_limits<float>::infinity(),
                              std::numeric_limits<float>::quiet_NaN()}) {
        std::vector<float> spoilt = values;
        spoilt[at] = bad;
        EXPECT_FALSE(FiniteExtremes(spoilt.data(), 19).has_value()) << at;
      }
    }
    EXPECT_FALSE(FiniteExtremes(values.data(), 0).has_value());
  });
}

// Against plain sums; 2100 columns pass from one run of float to the next.
TEST(KernelRowsTest, SumsOfRowsAndOfColumns) {
  ForEachInstructionSet([] {
    constexpr int64_t kCount = 2112;
    static_assert(kCount % kKernelLanes == 0);
    std::vector<std::vector<float>> data;
    KernelRows rows;
    std::array<float, kKernelRows> scale;
    for (int64_t r = 0; r < kKernelRows; ++r) {
      data.push_back(Uniform(r + 1, kCount));
      rows[r] = data[r].data();
      scale[r] = 1.0f + r;
    }
    const std::vector<float> v = Uniform(100, kCount);
    const auto sums = DotRows(rows, v.data(), kCount);
    std::vector<double> columns(kCount, 1.0), exact_columns(kCount, 1.0);
    AddRows(rows, scale, kCount - 3, columns.data());
    for (int64_t r = 0; r < kKernelRows; ++r) {
      double exact = 0;
      for (int64_t j = 0; j < kCount; ++j) {
        exact += data[r][j] * v[j];
        if (j < kCount - 3) exact_columns[j] += data[r][j] * scale[r];
      }
      EXPECT_NEAR(sums[r], exact, 1e-6 * exact);
    }
    for (int64_t j = 0; j < kCount; ++j) {
      EXPECT_NEAR(columns[j], exact_columns[j], 1e-5);
    }
  });
}

TEST(KernelRowsTest, TheSameBitsWithEveryInstructionSet) {
  constexpr int64_t kCount = 96;
  std::vector<std::vector<float>> results;
  ForEachInstructionSet([&] {
    KernelRows rows;
    const std::vector<float> data = Uniform(1, kKernelRows * kCount);
    for (int64_t r = 0; r < kKernelRows; ++r) rows[r] = &data[r * kCount];
    std::array<float, kKernelRows> scale;
    scale.fill(0.3f);
    std::vector<double> columns(kCount, 0.1);
    std::vector<float> result(kCount);
    ExpRow(rows[0], 0.2, columns.data(), 7.7, kCount, result.data());
    AddRows(rows, scale, kCount, columns.data());
    for (const double sum : DotRows(rows, rows[1], kCount)) {
      result.push_back(static_cast<float>(sum));
    }
    for (const double sum : columns) result.push_back(static_cast<float>(sum));
    results.push_back(result);
    EXPECT_EQ(result, results[0]);
  });
}

TEST(KernelRowsTest, MinimaOfDifferences) {
  ForEachInstructionSet([] {
    const std::vector<float> cost = Uniform(1, 21);
    std::vector<double> g(21, 0.0), least(21, 0.25);
    g[20] = 7;
    EXPECT_EQ(MinimumOfDifference(cost.data(), g.data(), 21), cost[20] - 7.0);
    LowerTo(cost.data(), 0.1, 21, least.data());
    for (int64_t j = 0; j < 21; ++j) {
      EXPECT_EQ(least[j], std::min(0.25, cost[j] - 0.1));
    }
  });
}

}  // namespace
}  // namespace flow::core
