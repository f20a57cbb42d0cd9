#include "datasets/tabular_stand_in.h"

#include <cmath>
#include <vector>

#include "core/base/status_testing.h"
#include "core/distribution/gaussian_component.h"

namespace flow::datasets {
namespace {

using Name = TabularOptions::Name;

struct Case {
  Name name;
  int64_t dim;
};

const std::vector<Case>& Cases() {
  static const auto* const cases = new std::vector<Case>{{Name::kPower, 6},
                                                         {Name::kGas, 8},
                                                         {Name::kHepmass, 21},
                                                         {Name::kMiniboone, 43},
                                                         {Name::kBsds300, 63}};
  return *cases;
}

TEST(TabularStandInTest, IsAMixtureInTheDimensionOfTheSet) {
  for (const auto& [name, dim] : Cases()) {
    SCOPED_TRACE(dim);
    const GaussianMixtureOptions mixture = TabularStandIn(name);
    EXPECT_OK(core::ValidateComponents(mixture.components));
    ASSERT_EQ(mixture.components.size(), 8);
    EXPECT_EQ(mixture.components[0].mean.size(), dim);
  }
}

// Of coordinate d: sum_k w_k m_k and sum_k w_k (m_k^2 + s_k^2).
TEST(TabularStandInTest, EachCoordinateHasMeanZeroAndVarianceOne) {
  for (const auto& [name, dim] : Cases()) {
    SCOPED_TRACE(dim);
    const GaussianMixtureOptions mixture = TabularStandIn(name);
    for (int64_t d = 0; d < dim; ++d) {
      double weights = 0, mean = 0, squares = 0;
      for (const core::GaussianComponent& c : mixture.components) {
        weights += c.weight;
        mean += c.weight * c.mean[d];
        squares += c.weight * (c.mean[d] * c.mean[d] + c.std * c.std);
      }
      EXPECT_NEAR(weights, 1, 1e-14);
      EXPECT_NEAR(mean, 0, 1e-14);
      EXPECT_NEAR(squares, 1, 1e-14);
    }
  }
}

TEST(TabularStandInTest, ComponentsDifferInWeightWidthAndPlace) {
  for (const auto& [name, dim] : Cases()) {
    SCOPED_TRACE(dim);
    const GaussianMixtureOptions mixture = TabularStandIn(name);
    for (size_t k = 1; k < mixture.components.size(); ++k) {
      const auto& a = mixture.components[k - 1];
      const auto& b = mixture.components[k];
      EXPECT_NE(a.weight, b.weight);
      EXPECT_NE(a.std, b.std);
      for (int64_t d = 0; d < dim; ++d) EXPECT_NE(a.mean[d], b.mean[d]);
    }
  }
}

// Results depend on it: another law needs another name.
TEST(TabularStandInTest, StaysAsItIs) {
  const core::GaussianComponent power =
      TabularStandIn(Name::kPower).components[0];
  EXPECT_DOUBLE_EQ(power.weight, 0.14217143279811936);
  EXPECT_DOUBLE_EQ(power.std, 0.43509780871783343);
  EXPECT_DOUBLE_EQ(power.mean[0], -0.49016998780209303);
  const core::GaussianComponent bsds =
      TabularStandIn(Name::kBsds300).components[7];
  EXPECT_DOUBLE_EQ(bsds.weight, 0.1094226984756078);
  EXPECT_DOUBLE_EQ(bsds.std, 0.77165577848479983);
  EXPECT_DOUBLE_EQ(bsds.mean[62], -0.5911838068127836);
}

}  // namespace
}  // namespace flow::datasets
