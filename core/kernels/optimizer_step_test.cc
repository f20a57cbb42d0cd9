#include "core/kernels/optimizer_step.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "core/base/random.h"
#include "core/kernels/dispatch_testing.h"

namespace flow::core {
namespace {

constexpr AdamCoefficients kCoefficients = {.scale = 0.5f,
                                            .keep = 0.999f,
                                            .blend1 = 0.1f,
                                            .keep2 = 0.99f,
                                            .blend2 = 0.01f,
                                            .rate = 0.02f,
                                            .root_scale = 1.7f,
                                            .epsilon = 1e-8f,
                                            .average_blend = 0.3f};

std::vector<float> Normal(int64_t count, Seed seed) {
  std::vector<float> numbers(count);
  for (int64_t i = 0; i < count; ++i) {
    numbers[i] = static_cast<float>(RowRandom(seed, i).Normal());
  }
  return numbers;
}

struct State {
  explicit State(int64_t count)
      : gradient(Normal(count, 1)),
        weight(Normal(count, 2)),
        first(Normal(count, 3)),
        second(Normal(count, 4)),
        average(Normal(count, 5)) {
    for (float& v : second) v = std::abs(v);
  }
  AdamArrays Arrays(int64_t begin, int64_t end, bool averaged) {
    return {end - begin,           gradient.data() + begin,
            weight.data() + begin, first.data() + begin,
            second.data() + begin, averaged ? average.data() + begin : nullptr};
  }
  std::vector<float> gradient, weight, first, second, average;
};

TEST(OptimizerStepTest, AdamIsItsFormulaInDouble) {
  ForEachInstructionSet([] {
    constexpr int64_t kCount = 1003;
    State s(kCount);
    const State old = s;
    AdamStep(kCoefficients, s.Arrays(0, kCount, true));
    const AdamCoefficients& c = kCoefficients;
    for (int64_t i = 0; i < kCount; ++i) {
      const double g = double{c.scale} * old.gradient[i];
      const double m = old.first[i] + c.blend1 * (g - old.first[i]);
      const double v = double{c.keep2} * old.second[i] + c.blend2 * g * g;
      const double w = double{c.keep} * old.weight[i] -
                       c.rate * m / (c.root_scale * std::sqrt(v) + c.epsilon);
      const double average =
          old.average[i] + c.average_blend * (w - old.average[i]);
      // a few roundings of numbers that are at most about 5
      ASSERT_NEAR(s.first[i], m, 2e-6) << i;
      ASSERT_NEAR(s.second[i], v, 2e-6) << i;
      ASSERT_NEAR(s.weight[i], w, 2e-6) << i;
      ASSERT_NEAR(s.average[i], average, 2e-6) << i;
    }
  });
}

TEST(OptimizerStepTest, AnyCutGivesTheSameBits) {
  ForEachInstructionSet([] {
    State whole(100), cut(100);
    AdamStep(kCoefficients, whole.Arrays(0, 100, true));
    AdamStep(kCoefficients, cut.Arrays(0, 37, true));
    AdamStep(kCoefficients, cut.Arrays(37, 100, true));
    EXPECT_EQ(whole.weight, cut.weight);
    EXPECT_EQ(whole.first, cut.first);
    EXPECT_EQ(whole.second, cut.second);
    EXPECT_EQ(whole.average, cut.average);
  });
}

TEST(OptimizerStepTest, GoesWithoutAnAverage) {
  ForEachInstructionSet([] {
    State with(50), without(50);
    AdamStep(kCoefficients, with.Arrays(0, 50, true));
    AdamStep(kCoefficients, without.Arrays(0, 50, false));
    EXPECT_EQ(with.weight, without.weight);
    EXPECT_EQ(without.average, State(50).average);
  });
}

TEST(OptimizerStepTest, SumOfSquaresIsThatOfDouble) {
  ForEachInstructionSet([] {
    for (const int64_t count : {0, 1, 5, 16, 1003}) {
      const std::vector<float> x = Normal(count, 9);
      double sum = 0;
      for (const float v : x) sum += double{v} * v;
      EXPECT_NEAR(SumOfSquares(x.data(), count), sum, 1e-12 * (1 + sum));
    }
  });
}

}  // namespace
}  // namespace flow::core
