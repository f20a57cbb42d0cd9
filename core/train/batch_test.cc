#include "core/train/batch.h"

#include <memory>

#include "ATen/TensorOperators.h"
#include "ATen/ops/arange.h"
#include "ATen/ops/full.h"
#include "core/base/status_testing.h"
#include "core/coupling/independent.h"
#include "core/tensor/random_tensor.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

// Normal points around `mean`; with labels 0, 1, 2, ... when asked.
class Cloud : public Distribution {
 public:
  Cloud(double mean, bool labels) : mean_(mean), labels_(labels) {}

  int64_t dim() const override { return 2; }
  Points Draw(int64_t n, Seed seed) const override {
    Points points{NormalTensor(seed, n, 2) + mean_, {}};
    if (labels_) points.label_n = at::arange(n, at::kLong);
    return points;
  }

 private:
  double mean_;
  bool labels_;
};

// Row i of the source with row n - 1 - i of the target.
class Backwards : public Coupling {
 public:
  absl::StatusOr<Pairs> Couple(const Points& source, const Points& target,
                               Seed seed) const override {
    const at::Tensor rows = at::arange(source.x_nd.size(0), at::kLong);
    return Pairs{rows, rows.flip(0)};
  }
};

class Refusing : public Coupling {
 public:
  absl::StatusOr<Pairs> Couple(const Points&, const Points&,
                               Seed) const override {
    return absl::InvalidArgumentError("no plan");
  }
};

BatchSource MakeSource(std::shared_ptr<const Coupling> coupling,
                       bool labels = false, Seed seed = 7, bool noise = true) {
  return BatchSource(std::make_shared<Cloud>(0, false),
                     std::make_shared<Cloud>(100, labels), std::move(coupling),
                     {.size = 50, .noise = noise}, seed);
}

void ExpectEqual(const Batch& a, const Batch& b) {
  EXPECT_TRUE(a.x0_bd.equal(b.x0_bd));
  EXPECT_TRUE(a.x1_bd.equal(b.x1_bd));
  EXPECT_TRUE(a.t_b.equal(b.t_b));
  EXPECT_TRUE(a.noise_bd.equal(b.noise_bd));
}

TEST(BatchSourceTest, IsAFunctionOfTheSeedAndTheStep) {
  const auto coupling = std::make_shared<IndependentCoupling>();
  const BatchSource source = MakeSource(coupling);
  ASSERT_OK_AND_ASSIGN(const Batch third, source.Get(3));
  ASSERT_OK(source.Get(0).status());
  ASSERT_OK_AND_ASSIGN(const Batch again, source.Get(3));
  ExpectEqual(third, again);
  ASSERT_OK_AND_ASSIGN(const Batch same, MakeSource(coupling).Get(3));
  ExpectEqual(third, same);
}

TEST(BatchSourceTest, StepsAndSeedsAreDrawnApart) {
  const auto coupling = std::make_shared<IndependentCoupling>();
  ASSERT_OK_AND_ASSIGN(const Batch one, MakeSource(coupling).Get(3));
  ASSERT_OK_AND_ASSIGN(const Batch step, MakeSource(coupling).Get(4));
  ASSERT_OK_AND_ASSIGN(const Batch seed, MakeSource(coupling, false, 8).Get(3));
  for (const Batch& other : {step, seed}) {
    EXPECT_FALSE(one.x0_bd.equal(other.x0_bd));
    EXPECT_FALSE(one.x1_bd.equal(other.x1_bd));
    EXPECT_FALSE(one.t_b.equal(other.t_b));
    EXPECT_FALSE(one.noise_bd.equal(other.noise_bd));
  }
  EXPECT_FALSE(one.x0_bd.equal(one.noise_bd));
  EXPECT_FALSE(one.x0_bd.equal(one.x1_bd - 100));
}

TEST(BatchSourceTest, HasItsShapesAndItsTimesInTheUnitInterval) {
  ASSERT_OK_AND_ASSIGN(
      const Batch batch,
      MakeSource(std::make_shared<IndependentCoupling>()).Get(0));
  EXPECT_EQ(batch.x0_bd.sizes(), (at::IntArrayRef{50, 2}));
  EXPECT_EQ(batch.x1_bd.sizes(), (at::IntArrayRef{50, 2}));
  EXPECT_EQ(batch.noise_bd.sizes(), (at::IntArrayRef{50, 2}));
  EXPECT_EQ(batch.t_b.sizes(), (at::IntArrayRef{50}));
  EXPECT_GE(batch.t_b.min().item<double>(), 0);
  EXPECT_LT(batch.t_b.max().item<double>(), 1);
  EXPECT_GT(batch.x1_bd.min().item<double>(), 50);
  EXPECT_FALSE(batch.label_b.defined());
}

TEST(BatchSourceTest, LabelsTravelWithTheirPoints) {
  ASSERT_OK_AND_ASSIGN(
      const Batch straight,
      MakeSource(std::make_shared<IndependentCoupling>(), true).Get(0));
  ASSERT_OK_AND_ASSIGN(const Batch backwards,
                       MakeSource(std::make_shared<Backwards>(), true).Get(0));
  EXPECT_TRUE(straight.label_b.equal(at::arange(50, at::kLong)));
  EXPECT_TRUE(backwards.label_b.equal(straight.label_b.flip(0)));
  EXPECT_TRUE(backwards.x1_bd.equal(straight.x1_bd.flip(0)));
  EXPECT_TRUE(backwards.x0_bd.equal(straight.x0_bd));
}

TEST(BatchSourceTest, APathWithoutNoiseCostsNoneAndChangesNothingElse) {
  const auto coupling = std::make_shared<IndependentCoupling>();
  ASSERT_OK_AND_ASSIGN(const Batch with, MakeSource(coupling).Get(3));
  ASSERT_OK_AND_ASSIGN(const Batch without,
                       MakeSource(coupling, false, 7, /*noise=*/false).Get(3));
  EXPECT_FALSE(without.noise_bd.defined());
  EXPECT_FALSE(Rows(without, 0, 2).noise_bd.defined());
  EXPECT_TRUE(with.x0_bd.equal(without.x0_bd));
  EXPECT_TRUE(with.x1_bd.equal(without.x1_bd));
  EXPECT_TRUE(with.t_b.equal(without.t_b));
}

TEST(BatchSourceTest, HandsOnWhatTheCouplingSays) {
  EXPECT_THAT(MakeSource(std::make_shared<Refusing>()).Get(0).status(),
              StatusIs(absl::StatusCode::kInvalidArgument, "no plan"));
}

TEST(BatchTest, RowsShareTheBatchsMemory) {
  ASSERT_OK_AND_ASSIGN(
      const Batch batch,
      MakeSource(std::make_shared<IndependentCoupling>(), true).Get(0));
  const Batch rows = Rows(batch, 10, 14);
  EXPECT_TRUE(rows.x0_bd.equal(batch.x0_bd.narrow(0, 10, 4)));
  EXPECT_TRUE(rows.label_b.equal(at::arange(10, 14, at::kLong)));
  rows.t_b.fill_(0.5);
  EXPECT_TRUE(batch.t_b.narrow(0, 10, 4).equal(at::full({4}, 0.5, at::kFloat)));
}

TEST(BatchTest, RowsOfABatchWithoutLabelsHaveNone) {
  ASSERT_OK_AND_ASSIGN(
      const Batch batch,
      MakeSource(std::make_shared<IndependentCoupling>()).Get(0));
  EXPECT_FALSE(Rows(batch, 0, 2).label_b.defined());
}

}  // namespace
}  // namespace flow::core
