#include "core/distribution/class_law.h"

#include <cmath>
#include <memory>
#include <utility>

#include "ATen/TensorOperators.h"
#include "core/distribution/distribution_testing.h"
#include "core/distribution/gaussian_mixture.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

std::shared_ptr<const Distribution> Mixture() {
  auto law = GaussianMixture::Create({{.weight = 0.7, .mean = {0}, .std = 0.1},
                                      {.weight = 0.2, .mean = {10}, .std = 0.1},
                                      {.weight = 0.1, .mean = {20}, .std = 1}});
  return *std::move(law);
}

// Of 20 000 points a third are of class 2: 0.1 / (0.2 + 0.1), with a standard
// deviation of 0.0033; their mean is 20 +- 1 / sqrt(6667).
TEST(ClassLawTest, IsTheLawOfItsClasses) {
  const ClassLaw law(Mixture(), {1, 2});
  const Points points = law.Draw(20000, 1);
  const float* x = points.x_nd.const_data_ptr<float>();
  const int64_t* label = points.label_n.const_data_ptr<int64_t>();
  double sum = 0;
  int64_t count = 0;
  for (int64_t i = 0; i < 20000; ++i) {
    ASSERT_GE(label[i], 1);
    EXPECT_LT(std::abs(x[i] - 10 * label[i]), 6 * (label[i] == 2 ? 1 : 0.1));
    if (label[i] != 2) continue;
    sum += x[i];
    ++count;
  }
  EXPECT_NEAR(count / 20000.0, 1 / 3.0, 5 * 0.0033);
  EXPECT_NEAR(sum / count, 20, 5 / std::sqrt(6667.0));
}

TEST(ClassLawTest, DrawsAsEveryDistributionDoes) {
  ExpectDrawsConform(ClassLaw(Mixture(), {0, 1, 2}));
}

TEST(ClassLawTest, ALongerDrawBeginsWithTheShorterOne) {
  const ClassLaw law(Mixture(), {2});
  const at::Tensor longer = law.Draw(200, 3).x_nd;
  for (const int64_t n : {1, 17, 199}) {
    EXPECT_TRUE(law.Draw(n, 3).x_nd.equal(longer.narrow(0, 0, n)));
  }
}

TEST(ClassLawDeathTest, ClassesAreThoseOfTheLaw) {
  EXPECT_DEATH(ClassLaw(Mixture(), {3}), "class 3");
  EXPECT_DEATH(ClassLaw(Mixture(), {}), "classes of a law");
}

}  // namespace
}  // namespace flow::core
