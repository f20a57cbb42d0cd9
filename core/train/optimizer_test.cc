#include "core/train/optimizer.h"

#include <cmath>
#include <vector>

#include "ATen/ops/tensor.h"
#include "core/tensor/random_tensor.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

constexpr int kSteps = 5;
constexpr double kFactors[kSteps] = {0.5, 1, 1, 0.7, 0.1};

double Gradient(double w, int step) { return 2 * w - std::sin(step + 1.0); }

// One weight.
std::vector<double> Trace(const OptimizerOptions& options) {
  ThreadPool pool(1);
  const at::Tensor w = at::tensor({0.8f}, at::kFloat);
  const auto optimizer = MakeOptimizer(options, 1);
  std::vector<double> trace;
  for (int k = 0; k < kSteps; ++k) {
    const auto g = static_cast<float>(Gradient(w.item<double>(), k));
    optimizer->Step({.weights = w,
                     .gradient = at::tensor({g / 4}, at::kFloat),
                     .rate_factor = kFactors[k],
                     .gradient_scale = 4},
                    &pool);
    trace.push_back(w.item<double>());
  }
  return trace;
}

// The formulas of the header.
std::vector<double> AdamReference(double rate, double b1, double b2, double eps,
                                  double decay) {
  double w = 0.8, m = 0, v = 0;
  std::vector<double> trace;
  for (int k = 0; k < kSteps; ++k) {
    const double g = Gradient(w, k), r = rate * kFactors[k];
    w *= 1 - r * decay;
    m = b1 * m + (1 - b1) * g;
    v = b2 * v + (1 - b2) * g * g;
    w -= r * (m / (1 - std::pow(b1, k + 1))) /
         (std::sqrt(v / (1 - std::pow(b2, k + 1))) + eps);
    trace.push_back(w);
  }
  return trace;
}

std::vector<double> SgdReference(const SgdOptions& o) {
  double w = 0.8, v = 0;
  std::vector<double> trace;
  for (int k = 0; k < kSteps; ++k) {
    const double g = Gradient(w, k) + o.weight_decay * w;
    v = k == 0 ? g : o.momentum * v + g;
    const double direction = o.nesterov       ? g + o.momentum * v
                             : o.momentum > 0 ? v
                                              : g;
    w -= o.learning_rate * kFactors[k] * direction;
    trace.push_back(w);
  }
  return trace;
}

void ExpectNear(const std::vector<double>& a, const std::vector<double>& b) {
  // float32 weights near 1: a few roundings of 6e-8 a step
  for (int k = 0; k < kSteps; ++k) EXPECT_NEAR(a[k], b[k], 2e-6) << k;
}

TEST(OptimizerTest, AdamFollowsItsFormula) {
  ExpectNear(Trace(AdamOptions{.learning_rate = 0.1, .beta1 = 0.8}),
             AdamReference(0.1, 0.8, 0.999, 1e-8, 0));
}

TEST(OptimizerTest, AdamWDecaysTheWeightsThemselves) {
  ExpectNear(Trace(AdamWOptions{.learning_rate = 0.1, .weight_decay = 0.3}),
             AdamReference(0.1, 0.9, 0.999, 1e-8, 0.3));
}

TEST(OptimizerTest, SgdFollowsItsFormula) {
  for (const SgdOptions& options :
       {SgdOptions{.learning_rate = 0.1},
        SgdOptions{.learning_rate = 0.1, .momentum = 0.9},
        SgdOptions{.learning_rate = 0.1, .momentum = 0.9, .nesterov = true},
        SgdOptions{.learning_rate = 0.1, .weight_decay = 0.2}}) {
    ExpectNear(Trace(options), SgdReference(options));
  }
}

constexpr int64_t kMany = 100000;

OptimizerStep Many(const at::Tensor& weights, const at::Tensor& average) {
  return {.weights = weights,
          .gradient = NormalTensor(3, kMany, 1).flatten(),
          .average = average,
          .average_blend = 0.1};
}

const OptimizerOptions kAll[] = {AdamOptions{}, AdamWOptions{},
                                 SgdOptions{.momentum = 0.9}};

// A second optimiser that takes over the state goes on with the same bits.
TEST(OptimizerTest, StateRestoresTheWalk) {
  ThreadPool pool(1);
  for (const OptimizerOptions& options : kAll) {
    const at::Tensor w = NormalTensor(1, kMany, 1).flatten();
    const auto original = MakeOptimizer(options, kMany);
    original->Step(Many(w, {}), &pool);
    const at::Tensor copy = w.clone();
    const auto restored = MakeOptimizer(options, kMany);
    const auto from = original->State(), to = restored->State();
    ASSERT_EQ(from.size(), to.size());
    for (size_t i = 0; i < from.size(); ++i) {
      EXPECT_EQ(from[i].name, to[i].name);
      to[i].value.copy_(from[i].value);
    }
    original->Step(Many(w, {}), &pool);
    restored->Step(Many(copy, {}), &pool);
    EXPECT_TRUE(w.equal(copy));
  }
}

TEST(OptimizerTest, AnyNumberOfThreadsGivesTheSameBits) {
  for (const OptimizerOptions& options : kAll) {
    at::Tensor weights[2], averages[2];
    for (const int i : {0, 1}) {
      ThreadPool pool(1 + 3 * i);
      weights[i] = NormalTensor(1, kMany, 1).flatten();
      averages[i] = NormalTensor(2, kMany, 1).flatten();
      const auto optimizer = MakeOptimizer(options, kMany);
      for (int k = 0; k < 3; ++k) {
        optimizer->Step(Many(weights[i], averages[i]), &pool);
      }
    }
    EXPECT_TRUE(weights[0].equal(weights[1]));
    EXPECT_TRUE(averages[0].equal(averages[1]));
  }
}

}  // namespace
}  // namespace flow::core
