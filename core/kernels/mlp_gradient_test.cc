#include "core/kernels/mlp_gradient.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <cstring>
#include <vector>

#include "core/base/thread_pool.h"
#include "core/kernels/dispatch_testing.h"
#include "core/kernels/mlp_gradient_testing.h"

namespace flow::core {
namespace {

TEST(MlpGradientTest, IsTheChainRule) {
  ForEachInstructionSet([] {
    for (const int64_t rows : {1, 7, 64, 131}) {
      for (const std::vector<int64_t>& hidden :
           {std::vector<int64_t>{5}, {16, 16}, {20, 33, 17}, {130, 70}}) {
        MlpSample sample(hidden, rows);
        EXPECT_LT(RelativeError(sample.Gradient(1), sample.Reference()), 1e-6)
            << rows << " rows, " << hidden.size() << " hidden layers";
      }
    }
  });
}

TEST(MlpGradientTest, TakesTheActivationOfTheOptions) {
  ForEachInstructionSet([] {
    for (const Activation activation :
         {Activation::kTanh, Activation::kSoftplus, Activation::kElu}) {
      MlpSample sample({20, 33, 17}, 64, activation);
      EXPECT_LT(RelativeError(sample.Gradient(1), sample.Reference()), 1e-6)
          << static_cast<int>(activation);
    }
  });
}

TEST(MlpGradientTest, AnyNumberOfThreadsGivesTheSameBits) {
  ForEachInstructionSet([] {
    for (const int64_t rows : {5, 256, 301}) {
      MlpSample sample({64, 40, 64}, rows, Activation::kSelu);
      const std::vector<float> one = sample.Gradient(1);
      EXPECT_EQ(one, sample.Gradient(2));
      EXPECT_EQ(one, sample.Gradient(8));
    }
  });
}

TEST(MlpGradientTest, ABatchMaySizeUpAndDown) {
  MlpSample large({32, 32}, 200), small({32, 32}, 10);
  ThreadPool pool(1);
  MlpGradient gradient(large.options);
  const auto compute = [&](const MlpSample& s) {
    std::vector<float> out(s.layout.parameters);
    const auto fill = [&](const MatrixRows& m) {
      for (int64_t i = m.begin; i < m.end; ++i) {
        std::memcpy(m.Row(i), &s.inputs[i * 4], 4 * sizeof(float));
      }
    };
    const auto output = [&](const MatrixRows& v) {
      for (int64_t i = v.begin; i < v.end; ++i) {
        for (int64_t j = 0; j < 3; ++j) v.Row(i)[j] += s.slopes[i * 3 + j];
      }
    };
    gradient.Compute(s.weights.data(), s.rows, fill, output, &pool, out.data());
    return out;
  };
  const std::vector<float> first = compute(small);
  EXPECT_EQ(compute(large), large.Gradient(1));
  EXPECT_EQ(compute(small), first);
}

}  // namespace
}  // namespace flow::core
