#include "federated/clients/target_division.h"

#include <cmath>
#include <memory>
#include <vector>

#include "ATen/TensorOperators.h"
#include "ATen/ops/arange.h"
#include "ATen/ops/bincount.h"
#include "ATen/ops/concat.h"
#include "core/base/status_testing.h"
#include "core/distribution/finite_set.h"
#include "core/distribution/gaussian.h"
#include "core/distribution/gaussian_mixture.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow::federated {
namespace {

using testing::DoubleNear;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// Ten points 0, ..., 9 of the classes 0, 1, 2 in turn.
std::shared_ptr<const core::Distribution> TenPoints() {
  const at::Tensor k = at::arange(10, at::kLong);
  return std::make_shared<core::FiniteSet>(
      core::Points{k.to(at::kFloat).view({10, 1}), k.remainder(3)}, 3);
}

std::shared_ptr<const core::Distribution> Mixture() {
  auto law = core::GaussianMixture::Create(
      {{.weight = 0.5, .mean = {0}, .std = 0.1},
       {.weight = 0.3, .mean = {10}, .std = 0.1},
       {.weight = 0.2, .mean = {20}, .std = 0.1}});
  return *std::move(law);
}

std::vector<float> ValuesOf(const core::Distribution& set) {
  const auto& points = dynamic_cast<const core::FiniteSet&>(set).points();
  const float* x = points.x_nd.const_data_ptr<float>();
  return {x, x + points.x_nd.numel()};
}

TEST(TargetDivisionTest, AClientHasItsRows) {
  ASSERT_OK_AND_ASSIGN(const TargetDivision division,
                       TargetDivision::Create(ByLabel{}, 2, TenPoints(), 1));
  // client 0 has the classes 0 and 2, client 1 the class 1
  EXPECT_THAT(ValuesOf(*division.laws()[0]), ElementsAre(0, 2, 3, 5, 6, 8, 9));
  EXPECT_THAT(ValuesOf(*division.laws()[1]), ElementsAre(1, 4, 7));
  EXPECT_THAT(division.shares(), ElementsAre(0.7, 0.3));
  EXPECT_EQ(division.laws()[1]->num_classes(), 3);
  EXPECT_THAT(division.by_class(),
              ElementsAre(ElementsAre(4, 0, 3), ElementsAre(0, 3, 0)));
}

TEST(TargetDivisionTest, OneClientHasTheTarget) {
  ASSERT_OK_AND_ASSIGN(const TargetDivision division,
                       TargetDivision::Create(Iid{}, 1, TenPoints(), 1));
  const core::Points own = division.laws()[0]->Draw(50, 4);
  const core::Points all = TenPoints()->Draw(50, 4);
  EXPECT_TRUE(own.x_nd.equal(all.x_nd));
  EXPECT_TRUE(own.label_n.equal(all.label_n));
  EXPECT_THAT(division.shares(), ElementsAre(1));
}

TEST(TargetDivisionTest, DrawsOfTheTargetAreToldTheirClients) {
  ASSERT_OK_AND_ASSIGN(const TargetDivision division,
                       TargetDivision::Create(ByLabel{}, 2, TenPoints(), 1));
  const core::Points told = division.by_client()->DrawDistinct(8, 5);
  EXPECT_TRUE(told.x_nd.equal(TenPoints()->DrawDistinct(8, 5).x_nd));
  const at::Tensor label = told.x_nd.flatten().to(at::kLong).remainder(3);
  EXPECT_TRUE(told.label_n.equal(label.eq(1).to(at::kLong)));
}

TEST(TargetDivisionTest, AColumnSaysWhoseARowIs) {
  const std::vector<int64_t> column = {7, -1, 7, 7, 7, -1, 3, 7, 7, 7};
  ASSERT_OK_AND_ASSIGN(
      const TargetDivision division,
      TargetDivision::Create(ByColumn{"site"}, 3, TenPoints(), 1, column));
  // in the order of the values
  EXPECT_THAT(ValuesOf(*division.laws()[0]), ElementsAre(1, 5));
  EXPECT_THAT(ValuesOf(*division.laws()[1]), ElementsAre(6));
  EXPECT_THAT(division.shares(), ElementsAre(0.2, 0.1, 0.7));
  // classes are another matter
  EXPECT_THAT(division.by_class()[0], ElementsAre(0, 1, 1));
  EXPECT_THAT(
      TargetDivision::Create(ByColumn{"site"}, 2, TenPoints(), 1, column)
          .status(),
      StatusIs(absl::StatusCode::kInvalidArgument,
               HasSubstr("values in column 'site', 3; got 2")));
}

TEST(TargetDivisionTest, ALawIsDividedByItsClasses) {
  ASSERT_OK_AND_ASSIGN(const TargetDivision division,
                       TargetDivision::Create(ByComponent{}, 2, Mixture(), 1));
  EXPECT_THAT(division.shares(),
              ElementsAre(DoubleNear(0.7, 1e-12), DoubleNear(0.3, 1e-12)));
  EXPECT_THAT(division.by_class(),
              ElementsAre(ElementsAre(0.5, 0, 0.2), ElementsAre(0, 0.3, 0)));
  EXPECT_EQ(division.by_client(), nullptr);
  const at::Tensor first = division.laws()[0]->Draw(1000, 2).x_nd;
  const at::Tensor second = division.laws()[1]->Draw(1000, 2).x_nd;
  EXPECT_TRUE(((first - 10).abs() > 5).all().item<bool>());
  EXPECT_TRUE(((second - 10).abs() < 5).all().item<bool>());
  const core::Points drawn = Mixture()->Draw(1000, 3);
  EXPECT_TRUE(
      division.DrawClients(drawn, 1).equal(drawn.label_n.eq(1).to(at::kLong)));
}

TEST(TargetDivisionTest, UnderIidALawIsEverybodys) {
  auto normal = core::Gaussian::Create({0, 0}, 1);
  ASSERT_OK_AND_ASSIGN(
      const TargetDivision division,
      TargetDivision::Create(
          Iid{}, 4,
          std::shared_ptr<const core::Distribution>(*std::move(normal)), 1));
  EXPECT_THAT(division.shares(), ElementsAre(0.25, 0.25, 0.25, 0.25));
  EXPECT_THAT(division.by_class(), IsEmpty());
  // 4000 points, each of one of four clients: +- 5 sqrt(4000 / 4 * 3 / 4)
  const at::Tensor count =
      division.DrawClients(division.laws()[0]->Draw(4000, 1), 2).bincount();
  for (int64_t i = 0; i < 4; ++i) {
    EXPECT_NEAR(count[i].item<int64_t>(), 1000, 137);
  }
}

// Of class c the clients have shares; fresh points get clients by them: 9000 of
// a class, so that a count is within 5 sqrt(9000 p (1 - p)) <= 237 of 9000 p.
TEST(TargetDivisionTest, FreshPointsGetClientsByTheirClass) {
  ASSERT_OK_AND_ASSIGN(
      const TargetDivision division,
      TargetDivision::Create(Pathological{.classes_per_client = 2}, 3,
                             TenPoints(), 7));
  std::vector<std::vector<double>> count(3, std::vector<double>(3));
  for (int64_t i = 0; i < 3; ++i) {
    for (const float x : ValuesOf(*division.laws()[i])) {
      ++count[static_cast<int64_t>(x) % 3][i];
    }
  }
  for (int64_t c = 0; c < 3; ++c) {
    const double total = count[c][0] + count[c][1] + count[c][2];
    const at::Tensor of_c = at::arange(9000, at::kLong) * 0 + c;
    const at::Tensor drawn =
        division.DrawClients({of_c.to(at::kFloat).view({-1, 1}), of_c}, 8)
            .bincount({}, 3);
    for (int64_t i = 0; i < 3; ++i) {
      EXPECT_NEAR(drawn[i].item<int64_t>(), 9000 * count[c][i] / total,
                  count[c][i] == 0 ? 0 : 237);
    }
  }
}

TEST(TargetDivisionTest, RefusesWhatCannotBeDivided) {
  EXPECT_THAT(
      TargetDivision::Create(Dirichlet{.alpha = 1}, 2, Mixture(), 1).status(),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("no points")));
  EXPECT_THAT(TargetDivision::Create(ByLabel{}, 4, Mixture(), 1).status(),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("3 classes for 4 clients")));
  EXPECT_THAT(TargetDivision::Create(Iid{}, 11, TenPoints(), 1).status(),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(
      TargetDivision::Create(Dirichlet{.alpha = 1e-3, .min_size = 0}, 9,
                             TenPoints(), 1)
          .status(),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("has no points")));
}

}  // namespace
}  // namespace flow::federated
