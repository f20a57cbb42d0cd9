#include "core/kernels/product.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "core/base/random.h"
#include "core/kernels/dispatch_testing.h"

namespace flow::core {
namespace {

std::vector<float> Numbers(int64_t count, Seed seed) {
  RowRandom random(seed, 0);
  std::vector<float> numbers(count);
  for (float& x : numbers) x = static_cast<float>(random.Normal());
  return numbers;
}

// Matrices of one size with memory behind every row, so that a write beyond a
// row's end shows.
struct Sample {
  static constexpr int64_t kPad = 3;
  static constexpr float kUntouched = 12345;

  Sample(int64_t rows, int64_t columns, int64_t inner, bool transposed)
      : x(Numbers(rows * inner, 1)),
        y(Numbers(inner * columns, 2)),
        bias(Numbers(columns, 3)),
        factor(Numbers(rows * (columns + kPad), 4)),
        c(rows * (columns + kPad), kUntouched) {
    product = {.rows = rows,
               .columns = columns,
               .inner = inner,
               .x = x.data(),
               .x_row = transposed ? 1 : inner,
               .x_step = transposed ? rows : 1,
               .y = y.data(),
               .y_step = columns,
               .c = c.data(),
               .c_row = columns + kPad};
  }

  // In double, and how far float32 may be from it: each of the inner + 2
  // roundings is at most 2^-24 of the largest partial sum.
  void ExpectRight() const {
    const Product& p = product;
    for (int64_t i = 0; i < p.rows; ++i) {
      for (int64_t j = 0; j < p.columns; ++j) {
        double sum = p.add ? start : p.bias != nullptr ? p.bias[j] : 0;
        double size = std::abs(sum);
        for (int64_t k = 0; k < p.inner; ++k) {
          const double term =
              double{p.x[i * p.x_row + k * p.x_step]} * p.y[k * p.y_step + j];
          sum += term;
          size += std::abs(term);
        }
        const double f = p.factor != nullptr ? factor[i * p.c_row + j] : 1;
        ASSERT_NEAR(c[i * p.c_row + j], sum * f,
                    (p.inner + 2) * 0x1p-24 * size * std::abs(f))
            << p.rows << "x" << p.columns << "x" << p.inner << " at " << i
            << ", " << j;
      }
      for (int64_t j = p.columns; j < p.c_row; ++j) {
        ASSERT_EQ(c[i * p.c_row + j], kUntouched) << "behind row " << i;
      }
    }
  }

  std::vector<float> x, y, bias, factor, c;
  float start = kUntouched;
  Product product;
};

TEST(ProductTest, IsTheSumForEverySize) {
  ForEachInstructionSet([] {
    for (const int64_t rows : {1, 2, 3, 5, 6, 7, 11, 12, 13, 25}) {
      for (const int64_t columns : {1, 3, 8, 16, 17, 33, 64, 65, 131}) {
        for (const int64_t inner : {1, 2, 127, 128, 129, 258}) {
          Sample sample(rows, columns, inner, /*transposed=*/rows % 2 == 0);
          Multiply(sample.product);
          sample.ExpectRight();
        }
      }
    }
  });
}

TEST(ProductTest, StartsFromTheBiasOrFromC) {
  ForEachInstructionSet([] {
    Sample biased(7, 21, 140, false);
    biased.product.bias = biased.bias.data();
    Multiply(biased.product);
    biased.ExpectRight();
    Sample added(7, 21, 140, false);
    added.product.add = true;
    Multiply(added.product);
    added.ExpectRight();
  });
}

TEST(ProductTest, ScalesTheWholeSumOnce) {
  ForEachInstructionSet([] {
    Sample sample(13, 37, 150, true);
    sample.product.factor = sample.factor.data();
    Multiply(sample.product);
    sample.ExpectRight();
  });
}

TEST(ProductTest, ARowsBitsDoNotDependOnItsNeighbours) {
  ForEachInstructionSet([] {
    Sample all(29, 71, 130, false);
    Multiply(all.product);
    for (int64_t i = 0; i < 29; ++i) {
      Sample one(29, 71, 130, false);
      one.product.rows = 1;
      one.product.x += i * one.product.x_row;
      Multiply(one.product);
      for (int64_t j = 0; j < 71; ++j) {
        ASSERT_EQ(one.c[j], all.c[i * all.product.c_row + j]);
      }
    }
  });
}

TEST(ProductTest, ANaNReachesItsRow) {
  ForEachInstructionSet([] {
    Sample sample(3, 5, 9, false);
    sample.x[9] = std::numeric_limits<float>::quiet_NaN();
    Multiply(sample.product);
    EXPECT_TRUE(std::isfinite(sample.c[0]));
    for (int64_t j = 0; j < 5; ++j) {
      EXPECT_TRUE(std::isnan(sample.c[sample.product.c_row + j]));
    }
  });
}

}  // namespace
}  // namespace flow::core
