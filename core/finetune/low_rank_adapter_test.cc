#include "core/finetune/low_rank_adapter.h"

#include "ATen/TensorOperators.h"
#include "ATen/ops/allclose.h"
#include "ATen/ops/equal.h"
#include "ATen/ops/linalg_matrix_rank.h"
#include "core/base/status_testing.h"
#include "core/nn/make_network.h"
#include "core/tensor/random_tensor.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

using testing::HasSubstr;

Parameters InDouble(Parameters parameters) {
  for (NamedTensor& p : parameters) p.value = p.value.to(at::kDouble);
  return parameters;
}

Parameters Base() {
  return InDouble(
      MakeNetwork(MlpOptions{.dim = 2, .hidden = {8, 6}})->Initialize(1));
}

LowRankAdapter AdapterOf(const LowRankOptions& options) {
  return LowRankAdapter::Create(options, Base()).value();
}

// No B is zero, as after some steps.
Parameters SomeAdapter(const LowRankAdapter& adapter) {
  Parameters some = InDouble(adapter.Initialize(3));
  for (size_t k = 0; k < some.size(); ++k) {
    at::Tensor& value = some[k].value;
    value = NormalTensor(k, value.size(0), value.size(1)).to(at::kDouble);
  }
  return some;
}

TEST(LowRankAdapterTest, StartsAtTheBase) {
  const LowRankAdapter adapter = AdapterOf({.rank = 2});
  const Parameters start = InDouble(adapter.Initialize(5));
  const Parameters merged = adapter.Merge(start);
  const Parameters base = Base();
  ASSERT_EQ(merged.size(), base.size());
  for (size_t k = 0; k < base.size(); ++k) {
    EXPECT_EQ(merged[k].name, base[k].name);
    EXPECT_TRUE(at::equal(merged[k].value, base[k].value)) << base[k].name;
  }
  // A is drawn: else nothing would ever be learnt
  EXPECT_GT(start[0].value.abs().min().item<double>(), 0);
  EXPECT_LT(start[0].value.abs().max().item<double>(), 1 / std::sqrt(3.0));
  EXPECT_FALSE(
      at::equal(start[0].value, InDouble(adapter.Initialize(6))[0].value));
}

TEST(LowRankAdapterTest, AddsAChangeOfItsRankToMatricesAlone) {
  const LowRankAdapter adapter = AdapterOf({.rank = 2, .alpha = 6});
  const Parameters some = SomeAdapter(adapter);
  const Parameters merged = adapter.Merge(some);
  const Parameters base = Base();
  const at::Tensor change = merged[2].value - base[2].value;  // layers.1.weight
  EXPECT_TRUE(
      at::allclose(change, 3 * some[3].value.matmul(some[2].value), 0, 1e-13));
  EXPECT_EQ(at::linalg_matrix_rank(change, 1e-9).item<int64_t>(), 2);
  EXPECT_TRUE(at::equal(merged[1].value, base[1].value));  // layers.0.bias
}

TEST(LowRankAdapterTest, WhatIsNotNamedStays) {
  const LowRankAdapter adapter = AdapterOf({.parameters = {"layers.1"}});
  const Parameters merged = adapter.Merge(SomeAdapter(adapter));
  const Parameters base = Base();
  EXPECT_TRUE(at::equal(merged[0].value, base[0].value));
  EXPECT_FALSE(at::equal(merged[2].value, base[2].value));
  EXPECT_TRUE(at::equal(merged[4].value, base[4].value));
}

// Of sum(G * W), G at random, against the automatic derivative of the formula.
TEST(LowRankAdapterTest, PullsGradientsBackByTheChainRule) {
  const LowRankAdapter adapter = AdapterOf({.rank = 3, .alpha = 1.5});
  const Parameters some = SomeAdapter(adapter);
  const Parameters base = Base();
  Parameters gradient = CloneParameters(base);
  for (size_t k = 0; k < gradient.size(); ++k) {
    const auto numbers = gradient[k].value.numel();
    gradient[k].value = NormalTensor(100 + k, numbers, 1)
                            .to(at::kDouble)
                            .reshape(gradient[k].value.sizes());
  }
  Parameters pulled = CloneParameters(some);
  adapter.PullBack(some, gradient, pulled);
  for (size_t k = 0; k < some.size(); k += 2) {
    const at::Tensor a = some[k].value.clone().requires_grad_();
    const at::Tensor b = some[k + 1].value.clone().requires_grad_();
    const size_t matrix = k;  // weight and bias take turns, as A and B do
    ((base[matrix].value + 0.5 * b.matmul(a)) * gradient[matrix].value)
        .sum()
        .backward();
    EXPECT_TRUE(at::allclose(pulled[k].value, a.grad(), 1e-12, 1e-14));
    EXPECT_TRUE(at::allclose(pulled[k + 1].value, b.grad(), 1e-12, 1e-14));
  }
}

TEST(LowRankAdapterTest, RefusesNamesOfNoMatrix) {
  EXPECT_THAT(
      LowRankAdapter::Create({.parameters = {"layers.9"}}, Base()).status(),
      StatusIs(absl::StatusCode::kInvalidArgument,
               HasSubstr("no matrix 'layers.9'")));
}

}  // namespace
}  // namespace flow::core
