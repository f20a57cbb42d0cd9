#include "core/kernels/mlp_kernels.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/kernels/dispatch_testing.h"

namespace flow::core {
namespace {

constexpr ActivationFunction kAll[] = {
    {Activation::kSilu},           {Activation::kSelu},
    {Activation::kRelu},           {Activation::kTanh},
    {Activation::kGelu},           {Activation::kElu},
    {Activation::kSoftplus, 0.5f}, {Activation::kSoftplus, 1},
    {Activation::kSoftplus, 20}};

std::string Name(const ActivationFunction& function) {
  return absl::StrCat("activation ", static_cast<int>(function.kind), ", beta ",
                      function.softplus_beta);
}

// log(1 + e^y), which does not overflow.
double LogOnePlusExp(double y) {
  return std::max(y, 0.0) + std::log1p(std::exp(-std::abs(y)));
}

// The definitions, in double.
double Value(const ActivationFunction& function, double z) {
  constexpr double kSeluScale = 1.0507009873554804934193349852946;
  constexpr double kSeluAlpha = 1.6732632423543772848170429916717;
  switch (function.kind) {
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
    case Activation::kSoftplus:
      return LogOnePlusExp(function.softplus_beta * z) / function.softplus_beta;
    case Activation::kElu:
      return z > 0 ? z : std::expm1(z);
  }
  return 0;
}

// By central differences; their error at h = 1e-5 is below 1e-10, and at a
// sharpness of 20 below 1e-9.
double Slope(const ActivationFunction& function, double z) {
  constexpr double kStep = 1e-5;
  return (Value(function, z + kStep) - Value(function, z - kStep)) /
         (2 * kStep);
}

// The values and derivatives of a row.
struct Row {
  std::vector<float> values, derivatives;
};

Row Apply(const ActivationFunction& function, const std::vector<float>& z) {
  const int64_t count = std::ssize(z);
  Row row = {z, std::vector<float>(count + 64)};
  row.values.resize(count + 64);
  ApplyActivation(function,
                  {row.values.data(), row.derivatives.data(), 1, count, count});
  return row;
}

TEST(MlpKernelsTest, ActivationsAndDerivativesAreThoseOfTheDefinition) {
  ForEachInstructionSet([] {
    std::vector<float> z;
    for (int i = -4000; i <= 4000; ++i) z.push_back((i + 0.5f) * 0.005f);
    for (const ActivationFunction& function : kAll) {
      const Row row = Apply(function, z);
      for (size_t i = 0; i < z.size(); ++i) {
        // 4e-7: a few roundings, and the 1.5e-7 of the error function
        const double tolerance = 4e-7 * std::max(1.0, std::abs(double{z[i]}));
        ASSERT_NEAR(row.values[i], Value(function, z[i]), tolerance)
            << Name(function) << " at " << z[i];
        ASSERT_NEAR(row.derivatives[i], Slope(function, z[i]), tolerance)
            << Name(function) << " at " << z[i];
      }
    }
  });
}

TEST(MlpKernelsTest, ExtremesAreFiniteAndNaNSurvives) {
  ForEachInstructionSet([] {
    for (const ActivationFunction& function : kAll) {
      SCOPED_TRACE(Name(function));
      const Row row =
          Apply(function, {1e4f, -1e4f, std::numeric_limits<float>::quiet_NaN(),
                           0, -std::nanf("0x12345")});  // not the processor's
      for (const int i : {0, 1, 3}) {
        EXPECT_TRUE(std::isfinite(row.values[i]));
        EXPECT_TRUE(std::isfinite(row.derivatives[i]));
      }
      EXPECT_TRUE(std::isnan(row.values[2]));
      EXPECT_TRUE(std::isnan(row.values[4]));
      EXPECT_FLOAT_EQ(row.values[3], Value(function, 0));
    }
  });
}

TEST(MlpKernelsTest, SoftplusIsRightForEverySharpness) {
  std::vector<double> y = {-1e4, -100, -87, 0, 87, 100, 1e4};
  for (double size = 1e-6; size < 80; size *= 1.3) {
    y.push_back(size);
    y.push_back(-size);
  }
  ForEachInstructionSet([&] {
    for (const float beta : {0.01f, 0.3f, 1.0f, 3.0f, 100.0f, 1000.0f}) {
      std::vector<float> z;
      for (const double product : y) z.push_back(product / beta);
      const Row row = Apply({Activation::kSoftplus, beta}, z);
      for (size_t i = 0; i < z.size(); ++i) {
        const double product = double{beta} * z[i];
        const double value = LogOnePlusExp(product) / beta;
        const double derivative = 1 / (1 + std::exp(-product));
        // The product is rounded to 6e-8 of it, which multiplies e^product by
        // as much; e^-87 is the least that there is.
        const double relative = 4e-7 + 6e-8 * std::max(0.0, -product);
        ASSERT_NEAR(row.values[i], value, relative * value + 2e-38 / beta)
            << beta << " times " << z[i];
        ASSERT_NEAR(row.derivatives[i], derivative,
                    relative * derivative + 2e-38)
            << beta << " times " << z[i];
      }
    }
  });
}

TEST(MlpKernelsTest, EluKeepsItsDigitsBelowZero) {
  std::vector<float> z;
  for (float size = 1e-30f; size < 80; size *= 1.1f) z.push_back(-size);
  ForEachInstructionSet([&] {
    const Row row = Apply({Activation::kElu}, z);
    for (size_t i = 0; i < z.size(); ++i) {
      // a few roundings of 6e-8
      const double value = std::expm1(double{z[i]});
      const double slope = std::exp(double{z[i]});
      ASSERT_NEAR(row.values[i], value, 3e-7 * std::abs(value)) << z[i];
      ASSERT_NEAR(row.derivatives[i], slope, 3e-7 * slope) << z[i];
    }
  });
}

TEST(MlpKernelsTest, RowsKeepTheirDistance) {
  ForEachInstructionSet([] {
    constexpr int64_t kRows = 3, kColumns = 5, kStride = 80;
    std::vector<float> values(kRows * kStride, -1),
        derivatives(kRows * kStride);
    ApplyActivation({Activation::kRelu}, {values.data(), derivatives.data(),
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
