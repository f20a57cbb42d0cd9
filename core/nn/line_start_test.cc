#include "core/nn/line_start.h"

#include <string>

#include "ATen/TensorOperators.h"
#include "ATen/ops/equal.h"
#include "ATen/ops/full.h"
#include "core/tensor/random_tensor.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

const IcnnOptions kOptions{.dim = 2, .hidden = {16, 16}, .strength = 1e-3};

double Largest(const at::Tensor& x) { return x.abs().max().item<double>(); }

// Bends that are sharp beside the points, and almost flat between them.
ConvexPotential Sharp() {
  Parameters parameters = InitializePotential(kOptions, 3);
  for (NamedTensor& p : parameters) {
    p.value = p.value.to(at::kDouble);
    if (p.name.find("skip") != std::string::npos) p.value = 40 * p.value;
  }
  parameters.back().value.fill_(-10);
  return ConvexPotential(kOptions, parameters);
}

at::Tensor Points(int64_t rows) {
  return 3 * NormalTensor(4, rows, 2).to(at::kDouble);
}

TEST(LineStartTest, TheLinePassesThePoint) {
  const ConvexPotential potential = Sharp();
  const at::Tensor x = Points(200);
  for (const double t : {0.0, 0.1, 0.5, 0.9, 0.999, 1.0}) {
    const LineStarts starts =
        FindLineStarts(potential, x, at::full({200}, t, at::kDouble));
    const at::Tensor passed =
        (1 - t) * starts.z_bd + t * potential.Gradient(starts.z_bd);
    EXPECT_LT(Largest(passed - x), 1e-8) << t;
    EXPECT_EQ(
        Largest(starts.potential.gradient_bd - potential.Gradient(starts.z_bd)),
        0);
  }
}

TEST(LineStartTest, AtTheStartItIsThePoint) {
  const at::Tensor x = Points(10);
  const LineStarts starts =
      FindLineStarts(Sharp(), x, at::full({10}, 0.0, at::kDouble));
  EXPECT_TRUE(at::equal(starts.z_bd, x));
}

// A row that takes many steps does not move one that is there.
TEST(LineStartTest, ARowDoesNotDependOnItsMates) {
  const ConvexPotential potential = Sharp();
  const at::Tensor x = Points(50);
  const at::Tensor t = UniformTensor(5, 50).to(at::kDouble);
  const LineStarts all = FindLineStarts(potential, x, t);
  for (int64_t i = 0; i < 50; i += 7) {
    const LineStarts alone =
        FindLineStarts(potential, x.narrow(0, i, 1), t.narrow(0, i, 1));
    // products of other shapes round in another order
    EXPECT_LT(Largest(alone.z_bd - all.z_bd.narrow(0, i, 1)), 1e-9) << i;
  }
}

// Skips of 1e15 leave Hessians that rounding makes singular.
TEST(LineStartTest, WeightsThatAreTooLargeAreNoError) {
  Parameters parameters = InitializePotential(kOptions, 3);
  for (NamedTensor& p : parameters) {
    p.value = p.value.to(at::kDouble);
    if (p.name.find("skip") != std::string::npos) p.value = 1e15 * p.value;
  }
  const LineStarts starts =
      FindLineStarts(ConvexPotential(kOptions, parameters), Points(20),
                     at::full({20}, 1.0, at::kDouble));
  EXPECT_EQ(starts.z_bd.size(0), 20);
}

TEST(LineStartTest, WeightsThatAreNotFiniteEndTheSearch) {
  Parameters parameters = InitializePotential(kOptions, 3);
  for (NamedTensor& p : parameters) p.value = p.value.to(at::kDouble) / 0;
  const LineStarts starts =
      FindLineStarts(ConvexPotential(kOptions, parameters), Points(3),
                     at::full({3}, 0.5, at::kDouble));
  EXPECT_FALSE(starts.potential.gradient_bd.isfinite().all().item<bool>());
}

}  // namespace
}  // namespace flow::core
