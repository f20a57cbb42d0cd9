#include "core/kernels/record_norm.h"

#include <cmath>
#include <vector>

#include "core/base/random.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

// Rows further apart than they are long, with NaNs between them.
struct Numbers {
  Numbers(Seed seed, int64_t rows, int64_t columns)
      : stride(columns + 3), data(rows * stride, std::nanf("")) {
    RowRandom random(seed, 0);
    for (int64_t i = 0; i < rows; ++i) {
      for (int64_t j = 0; j < columns; ++j) {
        data[i * stride + j] = static_cast<float>(random.Normal());
      }
    }
  }
  MatrixRows Rows(int64_t begin, int64_t end) {
    return {data.data(), stride, begin, end};
  }

  int64_t stride;
  std::vector<float> data;
};

// The gradient itself, in double.
double Reference(const LayerRows& layer) {
  double squares = 0;
  for (int64_t o = 0; o < layer.out; ++o) {
    for (int64_t j = 0; j <= layer.in; ++j) {
      double sum = 0;
      for (int64_t i = layer.inputs.begin; i < layer.inputs.end; ++i) {
        const double h = j < layer.in ? layer.inputs.Row(i)[j] : 1;
        sum += layer.gradients.Row(i)[o] * h;
      }
      squares += sum * sum;
    }
  }
  return squares;
}

// Sums of at most a few hundred terms in double: 1e-12 is far above their
// rounding.
TEST(SquaredGradientNormTest, IsThatOfTheGradientOfTheRows) {
  for (const int64_t rows : {1, 2, 5}) {
    for (const int64_t in : {1, 8, 21}) {
      for (const int64_t out : {1, 16, 35}) {
        Numbers h(1, 9, in), g(2, 9, out);
        const LayerRows layer = {h.Rows(3, 3 + rows), in, g.Rows(3, 3 + rows),
                                 out};
        const double expected = Reference(layer);
        EXPECT_NEAR(SquaredGradientNorm(layer), expected, 1e-12 * expected)
            << rows << " " << in << " " << out;
      }
    }
  }
}

// Rows that nearly cancel: the cross terms are as large as the squares.
TEST(SquaredGradientNormTest, OfOppositeRowsIsNearlyZero) {
  Numbers h(1, 2, 30), g(2, 2, 30);
  for (int64_t j = 0; j < 30; ++j) {
    h.Rows(0, 2).Row(1)[j] = h.Rows(0, 2).Row(0)[j];
    g.Rows(0, 2).Row(1)[j] = -g.Rows(0, 2).Row(0)[j];
  }
  const LayerRows both = {h.Rows(0, 2), 30, g.Rows(0, 2), 30};
  const LayerRows one = {h.Rows(0, 1), 30, g.Rows(0, 1), 30};
  EXPECT_NEAR(SquaredGradientNorm(both), 0, 1e-12 * SquaredGradientNorm(one));
}

}  // namespace
}  // namespace flow::core
