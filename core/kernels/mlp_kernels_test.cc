#include "core/kernels/mlp_kernels.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "core/kernels/dispatch_testing.h"

namespace flow::core {
namespace {

constexpr Activation kAll[] = {Activation::kSilu, Activation::kSelu,
                               Activation::kRelu, Activation::kTanh,
                               Activation::kGelu};

// The definitions, in double.
double Value(Activation activation, double z) {
  constexpr double kSeluScale = 1.0507009873554804934193349852946;
  constexpr double kSeluAlpha = 1.6732632423543772848170429916717;
  switch (activation) {
    case Activation::kSilu:
      return z / (1 + std::exp(-z));
    case Activation::kSelu:
      return kSeluScale * (z > 0 ? z : kSeluAlpha * std::expm1(z));
    case Activation::kRelu:
      return z > 0 ? z : 0;
    case Activation::kTanh:
      return std::tanh(z);
    case Activation::kGelu:
      return z * 0.5 * std::erfc(-z / std::sqrt(2.0));
  }
  return 0;
}

// By central differences; their error at h = 1e-5 is below 1e-10.
double Slope(Activation activation, double z) {
  constexpr double kStep = 1e-5;
  return (Value(activation, z + kStep) - Value(activation, z - kStep)) /
         (2 * kStep);
}

TEST(MlpKernelsTest, ActivationsAndDerivativesAreThoseOfTheDefinition) {
  ForEachInstructionSet([] {
    for (const Activation activation : kAll) {
      std::vector<float> z;
      for (int i = -4000; i <= 4000; ++i) z.push_back((i + 0.5f) * 0.005f);
      const int64_t count = z.size();
      std::vector<float> values = z, derivatives(count + 64);
      values.resize(count + 64);
      ApplyActivation(activation,
                      {values.data(), derivatives.data(), 1, count, count});
      for (int64_t i = 0; i < count; ++i) {
        // 4e-7: a few roundings, and the 1.5e-7 of the error function
        const double tolerance = 4e-7 * std::max(1.0, std::abs(double{z[i]}));
        ASSERT_NEAR(values[i], Value(activation, z[i]), tolerance)
            << static_cast<int>(activation) << " at " << z[i];
        ASSERT_NEAR(derivatives[i], Slope(activation, z[i]), tolerance)
            << static_cast<int>(activation) << " at " << z[i];
      }
    }
  });
}

TEST(MlpKernelsTest, ExtremesAreFiniteAndNaNSurvives) {
  ForEachInstructionSet([] {
    for (const Activation activation : kAll) {
      std::vector<float> values(64), derivatives(64);
      values[0] = 1e4f;
      values[1] = -1e4f;
      values[2] = std::numeric_limits<float>::quiet_NaN();
      values[3] = 0;
      values[4] = -std::nanf("0x12345");  // not the processor's own
      ApplyActivation(activation, {values.data(), derivatives.data(), 1, 5, 5});
      for (const int i : {0, 1, 3}) {
        EXPECT_TRUE(std::isfinite(values[i])) << static_cast<int>(activation);
        EXPECT_TRUE(std::isfinite(derivatives[i]))
            << static_cast<int>(activation);
      }
      EXPECT_TRUE(std::isnan(values[2])) << static_cast<int>(activation);
      EXPECT_TRUE(std::isnan(values[4])) << static_cast<int>(activation);
      EXPECT_EQ(values[3], 0);
    }
  });
}

TEST(MlpKernelsTest, RowsKeepTheirDistance) {
  ForEachInstructionSet([] {
    constexpr int64_t kRows = 3, kColumns = 5, kStride = 80;
    std::vector<float> values(kRows * kStride, -1),
        derivatives(kRows * kStride);
    ApplyActivation(Activation::kRelu, {values.data(), derivatives.data(),
                                        kRows, kColumns, kStride});
    for (int64_t i = 0; i < kRows; ++i) {
      for (int64_t j = 0; j < kColumns; ++j) {
        EXPECT_EQ(values[i * kStride + j], 0);
      }
      EXPECT_EQ(values[i * kStride + kStride - 1], -1) << "beyond the vectors";
    }
  });
}

TEST(MlpKernelsTest, TransposesEverySize) {
  ForEachInstructionSet([] {
    for (const int64_t rows : {1, 3, 4, 5, 8, 19}) {
      for (const int64_t columns : {1, 2, 4, 7, 12, 33}) {
        const int64_t stride = rows + 2;
        std::vector<float> from(rows * columns), to(columns * stride, -1);
        for (size_t i = 0; i < from.size(); ++i) from[i] = i;
        TransposeMatrix(from.data(), rows, columns, to.data(), stride);
        for (int64_t j = 0; j < columns; ++j) {
          for (int64_t i = 0; i < stride; ++i) {
            ASSERT_EQ(to[j * stride + i],
                      i < rows ? from[i * columns + j] : -1);
          }
        }
      }
    }
  });
}

}  // namespace
}  // namespace flow::core
