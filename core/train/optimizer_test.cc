#include "core/train/optimizer.h"

#include <cmath>
#include <vector>

#include "ATen/ops/tensor.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

constexpr int kSteps = 5;
constexpr double kFactors[kSteps] = {0.5, 1, 1, 0.7, 0.1};

double Gradient(double w, int step) { return 2 * w - std::sin(step + 1.0); }

// One weight in double precision, moved by the kernels.
std::vector<double> Trace(const OptimizerOptions& options) {
  const at::Tensor w = at::tensor({0.8}, at::kDouble);
  const auto optimizer = MakeOptimizer(options, {{"w", w}});
  std::vector<double> trace;
  for (int k = 0; k < kSteps; ++k) {
    optimizer->Step({w},
                    {at::tensor({Gradient(w.item<double>(), k)}, at::kDouble)},
                    kFactors[k]);
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
  for (int k = 0; k < kSteps; ++k) EXPECT_NEAR(a[k], b[k], 1e-10) << k;
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

// A second optimiser that takes over the state goes on with the same bits.
TEST(OptimizerTest, StateRestoresTheWalk) {
  for (const OptimizerOptions& options :
       {OptimizerOptions(AdamOptions{}), OptimizerOptions(AdamWOptions{}),
        OptimizerOptions(SgdOptions{.momentum = 0.9})}) {
    const at::Tensor w = at::tensor({0.8f, -0.3f}, at::kFloat);
    const at::Tensor g = at::tensor({0.5f, 0.1f}, at::kFloat);
    const auto original = MakeOptimizer(options, {{"w", w}});
    original->Step({w}, {g}, 1);
    const at::Tensor copy = w.clone();
    const auto restored = MakeOptimizer(options, {{"w", copy}});
    const auto from = original->State(), to = restored->State();
    ASSERT_EQ(from.size(), to.size());
    for (size_t i = 0; i < from.size(); ++i) {
      EXPECT_EQ(from[i].name, to[i].name);
      to[i].value.copy_(from[i].value);
    }
    original->Step({w}, {g}, 1);
    restored->Step({copy}, {g}, 1);
    EXPECT_TRUE(w.equal(copy));
  }
}

}  // namespace
}  // namespace flow::core
