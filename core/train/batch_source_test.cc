#include "core/train/batch_source.h"

#include <cmath>
#include <memory>
#include <set>
#include <tuple>
#include <vector>

#include "ATen/TensorOperators.h"
#include "ATen/ops/arange.h"
#include "ATen/ops/full.h"
#include "ATen/ops/full_like.h"
#include "ATen/ops/stack.h"
#include "ATen/ops/zeros_like.h"
#include "core/base/status_testing.h"
#include "core/coupling/gibbs.h"
#include "core/coupling/independent.h"
#include "core/coupling/minibatch_ot.h"
#include "core/distribution/finite_set.h"
#include "core/distribution/gaussian.h"
#include "core/distribution/standard_normal_testing.h"
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

// The times of one seed and law as one tensor.
TEST(BatchSourceTest, UniformTimesAreTheUniformTensor) {
  ASSERT_OK_AND_ASSIGN(const Batch batch,
                       MakeSource(std::make_shared<Backwards>()).Get(3));
  EXPECT_TRUE(batch.t_b.equal(UniformTensor(DeriveSeed(7, "time", 3), 50)));
}

TEST(BatchSourceTest, ManySmallBatchesAreDrawnTogether) {
  const BatchSource source =
      MakeSource(std::make_shared<IndependentCoupling>());
  ASSERT_OK_AND_ASSIGN(const Stretch stretch, source.GetStretch(5));
  EXPECT_EQ(stretch.first, 0);
  EXPECT_EQ(stretch.steps, 16384 / (50 * 2));
  EXPECT_EQ(stretch.batch_rows(), 50);
  EXPECT_TRUE(stretch.Holds(5));
  EXPECT_FALSE(stretch.Holds(stretch.steps));
  ASSERT_OK_AND_ASSIGN(const Batch alone, source.Get(5));
  ExpectEqual(alone, stretch.At(5));
  ExpectEqual(alone, Rows(stretch.rows, 250, 300));
  ASSERT_OK_AND_ASSIGN(const Stretch next, source.GetStretch(stretch.steps));
  EXPECT_EQ(next.first, stretch.steps);
  EXPECT_FALSE(next.rows.x0_bd.equal(stretch.rows.x0_bd));
}

TEST(BatchSourceTest, ABatchThatIsCoupledAsAWholeStaysAlone) {
  ASSERT_OK_AND_ASSIGN(const Stretch stretch,
                       MakeSource(std::make_shared<Backwards>()).GetStretch(5));
  EXPECT_EQ(stretch.first, 5);
  EXPECT_EQ(stretch.steps, 1);
}

TEST(BatchSourceTest, LargePointsAreDrawnAStepAtATime) {
  EXPECT_EQ(StepsAtOnce({.size = 64}, 2), 128);
  EXPECT_EQ(StepsAtOnce({.size = 64, .times_per_pair = 4}, 2), 32);
  EXPECT_EQ(StepsAtOnce({.size = 64}, 3072), 1);
}

BatchSource MakeSource(const BatchOptions& options) {
  return BatchSource(std::make_shared<Cloud>(0, false),
                     std::make_shared<Cloud>(100, true),
                     std::make_shared<Backwards>(), options, /*seed=*/7);
}

TEST(BatchSourceTest, AnotherLawChangesTheTimesAlone) {
  ASSERT_OK_AND_ASSIGN(const Batch uniform, MakeSource({.size = 50}).Get(3));
  ASSERT_OK_AND_ASSIGN(
      const Batch late,
      MakeSource({.size = 50, .time_law = BetaTimeOptions{1000, 1}}).Get(3));
  // P(t < 0.9) = 0.9^1000 of a row
  EXPECT_GT(late.t_b.min().item<double>(), 0.9);
  EXPECT_LT(late.t_b.max().item<double>(), 1);
  EXPECT_TRUE(late.x0_bd.equal(uniform.x0_bd));
  EXPECT_TRUE(late.noise_bd.equal(uniform.noise_bd));
}

TEST(BatchSourceTest, APairMayHaveManyTimes) {
  ASSERT_OK_AND_ASSIGN(const Batch once, MakeSource({.size = 50}).Get(3));
  ASSERT_OK_AND_ASSIGN(const Batch thrice,
                       MakeSource({.size = 50, .times_per_pair = 3}).Get(3));
  ASSERT_EQ(thrice.t_b.size(0), 150);
  for (int64_t k = 0; k < 3; ++k) {
    // the rows k, 3 + k, 6 + k, ... are all the pairs
    const at::Tensor rows = at::arange(k, 150, 3, at::kLong);
    EXPECT_TRUE(thrice.x0_bd.index_select(0, rows).equal(once.x0_bd));
    EXPECT_TRUE(thrice.x1_bd.index_select(0, rows).equal(once.x1_bd));
    EXPECT_TRUE(thrice.label_b.index_select(0, rows).equal(once.label_b));
  }
  EXPECT_NE(thrice.t_b[0].item<float>(), thrice.t_b[1].item<float>());
  EXPECT_FALSE(thrice.noise_bd[0].equal(thrice.noise_bd[1]));
}

TEST(BatchSourceTest, HidesAShareOfTheLabels) {
  constexpr int64_t kRows = 4000;
  ASSERT_OK_AND_ASSIGN(const Batch whole, MakeSource({.size = kRows}).Get(0));
  ASSERT_OK_AND_ASSIGN(const Batch batch,
                       MakeSource({.size = kRows, .label_drop = 0.1}).Get(0));
  const at::Tensor hidden = batch.label_b.eq(kHiddenLabel);
  EXPECT_TRUE(
      batch.label_b.eq(whole.label_b).logical_or(hidden).all().item<bool>());
  // 6 standard deviations of a binomial number: 2e-9 of false alarms
  EXPECT_NEAR(hidden.sum().item<double>(), 400,
              6 * std::sqrt(4000 * 0.1 * 0.9));
  EXPECT_TRUE(batch.x1_bd.equal(whole.x1_bd));
}

TEST(BatchSourceTest, HandsOnWhatTheCouplingSays) {
  EXPECT_THAT(MakeSource(std::make_shared<Refusing>()).Get(0).status(),
              StatusIs(absl::StatusCode::kInvalidArgument, "no plan"));
}

// Slices of one coupling of 150 points: as one batch of 150 would be.
TEST(BatchSourceTest, TrainsOnSlicesOfALargerCoupling) {
  const auto make = [](int64_t size, int64_t coupled) {
    return std::make_unique<BatchSource>(
        std::make_shared<Cloud>(0, false), std::make_shared<Cloud>(1, true),
        std::make_shared<MinibatchOt>(MinibatchOtOptions{}),
        BatchOptions{.size = size, .coupled = coupled}, /*seed=*/7);
  };
  const auto whole = make(150, 150), sliced = make(50, 150);
  for (int64_t round = 0; round < 2; ++round) {
    ASSERT_OK_AND_ASSIGN(const Batch all, whole->Get(round));
    for (int64_t slice = 0; slice < 3; ++slice) {
      ASSERT_OK_AND_ASSIGN(const Batch part, sliced->Get(3 * round + slice));
      const Batch rows = Rows(all, 50 * slice, 50 * slice + 50);
      EXPECT_TRUE(part.x0_bd.equal(rows.x0_bd));
      EXPECT_TRUE(part.x1_bd.equal(rows.x1_bd));
      EXPECT_TRUE(part.label_b.equal(rows.label_b));
      EXPECT_EQ(part.t_b.size(0), 50);
      EXPECT_EQ(part.coupling.cost, all.coupling.cost);
    }
  }
  ASSERT_OK_AND_ASSIGN(const Batch late, sliced->Get(4));
  ASSERT_OK(sliced->Get(0).status());
  ASSERT_OK_AND_ASSIGN(const Batch again, sliced->Get(4));
  ExpectEqual(late, again);
  ASSERT_OK_AND_ASSIGN(const Batch resumed, make(50, 150)->Get(4));
  ExpectEqual(late, resumed);
}

// Pairs every row with the third of the coupling's own points.
class OwnTarget : public Coupling {
 public:
  absl::StatusOr<Pairs> Couple(const Points& source, const Points& target,
                               Seed) const override {
    const at::Tensor rows = at::arange(source.x_nd.size(0), at::kLong);
    return Pairs{rows, at::full_like(rows, 2)};
  }
  const Points* own_target() const override { return &points_; }

 private:
  Points points_{at::full({3, 2}, 5.0f), at::arange(3, at::kLong)};
};

TEST(BatchSourceTest, ACouplingMayBringItsOwnTarget) {
  ASSERT_OK_AND_ASSIGN(const Batch batch,
                       MakeSource(std::make_shared<OwnTarget>()).Get(0));
  EXPECT_TRUE(batch.x1_bd.equal(at::full({50, 2}, 5.0f)));
  EXPECT_TRUE(batch.label_b.eq(2).all().item<bool>());
}

TEST(BatchSourceTest, WeightsOfPairsAreHandedOn) {
  ASSERT_OK_AND_ASSIGN(
      const Batch batch,
      MakeSource(std::make_shared<GibbsCoupling>(GibbsOptions{1e4})).Get(0));
  EXPECT_EQ(batch.weight_b.size(0), 50);
  EXPECT_TRUE(Rows(batch, 3, 9).weight_b.equal(batch.weight_b.narrow(0, 3, 6)));
  EXPECT_LT(batch.coupling.effective_share, 1);
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

// Rows of `draw`, by its definition.
at::Tensor ByDefinition(const NormalDraw& draw, const Batch& batch) {
  const int64_t rows = batch.x1_bd.size(0), dim = batch.x1_bd.size(1);
  const int64_t end = draw.first_row + rows;
  return (draw.std * NormalTensor(draw.seed, end, dim).to(at::kDouble))
      .to(at::kFloat)
      .repeat_interleave(draw.repeat, 0)
      .narrow(0, draw.first_row, rows);
}

TEST(BatchSourceTest, WhatIsNormalMayBeLeftToBeDrawn) {
  ASSERT_OK_AND_ASSIGN(const std::shared_ptr<const Distribution> wide,
                       Gaussian::Create({0, 0}, 0.3));
  const BatchSource source(wide, std::make_shared<Cloud>(100, /*labels=*/true),
                           std::make_shared<IndependentCoupling>(),
                           {.size = 50, .times_per_pair = 3, .stretch = 4},
                           /*seed=*/7);
  ASSERT_OK_AND_ASSIGN(const Stretch left, source.GetUndrawn(6));
  ASSERT_OK_AND_ASSIGN(const Stretch drawn, source.GetStretch(6));
  EXPECT_EQ(left.first, drawn.first);
  EXPECT_EQ(left.steps, drawn.steps);
  const Batch a = left.At(6), b = drawn.At(6);
  EXPECT_FALSE(a.x0_bd.defined() || a.noise_bd.defined());
  ASSERT_TRUE(a.x0_draw && a.noise_draw);
  EXPECT_TRUE(ByDefinition(*a.x0_draw, a).equal(b.x0_bd));
  EXPECT_TRUE(ByDefinition(*a.noise_draw, a).equal(b.noise_bd));
  EXPECT_TRUE(a.x1_bd.equal(b.x1_bd));
  EXPECT_TRUE(a.t_b.equal(b.t_b));
  EXPECT_TRUE(a.label_b.equal(b.label_b));
  EXPECT_EQ(a.dropout.first_row, b.dropout.first_row);
  EXPECT_EQ(a.coupling.cost, 0);
  EXPECT_FALSE(b.x0_draw || b.noise_draw);
}

// Of a coupling that looks at points, and of a source that is not normal, the
// noise alone is.
TEST(BatchSourceTest, PointsThatAreNeededAreDrawn) {
  const auto independent = std::make_shared<IndependentCoupling>();
  const BatchSource sources[] = {
      BatchSource(StandardNormal(2), std::make_shared<Cloud>(100, false),
                  std::make_shared<Backwards>(), {.size = 50}, /*seed=*/7),
      MakeSource(independent)};
  for (const BatchSource& source : sources) {
    ASSERT_OK_AND_ASSIGN(const Stretch left, source.GetUndrawn(3));
    ASSERT_OK_AND_ASSIGN(const Stretch drawn, source.GetStretch(3));
    EXPECT_TRUE(left.rows.x0_bd.equal(drawn.rows.x0_bd));
    EXPECT_FALSE(left.rows.x0_draw.has_value());
    EXPECT_EQ(left.rows.coupling.cost, drawn.rows.coupling.cost);
    ASSERT_TRUE(left.rows.noise_draw.has_value());
    EXPECT_TRUE(ByDefinition(*left.rows.noise_draw, left.rows)
                    .equal(drawn.rows.noise_bd));
  }
}

// The points (i, 0) of class i, i < rows.
std::shared_ptr<const Distribution> Numbered(int64_t rows) {
  const at::Tensor i_n = at::arange(rows, at::kLong);
  return std::make_shared<FiniteSet>(
      Points{at::stack({i_n, at::zeros_like(i_n)}, 1).to(at::kFloat), i_n},
      rows);
}

BatchSource DistinctSource(int64_t rows, const BatchOptions& options) {
  return BatchSource(std::make_shared<Cloud>(0, false), Numbered(rows),
                     std::make_shared<IndependentCoupling>(), options, 3);
}

// Each row is in a step with probability 8/40, whatever the others: over 4000
// steps its count has the deviation sqrt(4000 * 0.16) = 25.3. Five of them for
// each of 40 rows: a false alarm once in 40000 seeds. With replacement the
// steps would have repeated rows.
TEST(BatchSourceTest, DistinctRowsComeOnceInAStepAndAllAlike) {
  for (const int64_t stretch : {0, 1, 7}) {
    const BatchSource source =
        DistinctSource(40, {.size = 8,
                            .noise = false,
                            .stretch = stretch,
                            .draws = Draws::kDistinctInStep});
    std::vector<int64_t> count(40);
    for (int64_t step = 0; step < 4000;) {
      ASSERT_OK_AND_ASSIGN(const Stretch drawn, source.GetStretch(step));
      for (; drawn.Holds(step) && step < 4000; ++step) {
        const Batch batch = drawn.At(step);
        const float* x = batch.x1_bd.const_data_ptr<float>();
        std::set<int64_t> rows;
        for (int64_t i = 0; i < 8; ++i) {
          rows.insert(std::llround(x[2 * i]));
          EXPECT_EQ(batch.label_b[i].item<int64_t>(), x[2 * i]);
        }
        ASSERT_EQ(rows.size(), 8);
        for (const int64_t row : rows) ++count[row];
      }
    }
    for (const int64_t times : count) EXPECT_NEAR(times, 800, 5 * 25.3);
  }
}

TEST(BatchSourceTest, DistinctRowsOfAllAreAPermutation) {
  const Batch batch = DistinctSource(12, {.size = 12,
                                          .times_per_pair = 2,
                                          .draws = Draws::kDistinctInStep})
                          .Get(5)
                          .value();
  // the rows of a pair are one behind the other
  const at::Tensor pairs = batch.label_b.view({12, 2});
  EXPECT_TRUE(pairs.select(1, 0).equal(pairs.select(1, 1)));
  EXPECT_TRUE(
      std::get<0>(pairs.select(1, 0).sort()).equal(at::arange(12, at::kLong)));
}

// 40 rows and 7 a step: an epoch ends in the midst of one. Whatever the
// coupling, and however many steps are made at once, the steps go on through
// the same order, of which each 40 rows are all there are.
TEST(BatchSourceTest, EpochsGoThroughAllRows) {
  std::vector<int64_t> first;
  const auto rows_of = [](const Batches& source, int64_t steps) {
    std::vector<int64_t> rows;
    for (int64_t step = 0; step < steps; ++step) {
      const at::Tensor label_b = source.Get(step).value().label_b;
      const int64_t* const begin = label_b.const_data_ptr<int64_t>();
      rows.insert(rows.end(), begin, begin + label_b.size(0));
    }
    return rows;
  };
  for (const int64_t stretch : {1, 3, 11}) {
    const std::vector<int64_t> rows =
        rows_of(DistinctSource(40, {.size = 7,
                                    .noise = false,
                                    .stretch = stretch,
                                    .draws = Draws::kEpochs}),
                80);
    for (int64_t epoch = 0; epoch < 14; ++epoch) {
      EXPECT_EQ(std::set<int64_t>(rows.begin() + 40 * epoch,
                                  rows.begin() + 40 * (epoch + 1))
                    .size(),
                40);
    }
    if (first.empty()) first = rows;
    EXPECT_EQ(rows, first);
  }
  EXPECT_NE(std::vector(first.begin(), first.begin() + 40),
            std::vector(first.begin() + 40, first.begin() + 80));
  // a plan pairs the same points of a step in another order
  const std::vector<int64_t> planned = rows_of(
      BatchSource(StandardNormal(2), Numbered(40),
                  std::make_shared<MinibatchOt>(MinibatchOtOptions()),
                  {.size = 7, .noise = false, .draws = Draws::kEpochs}, 3),
      80);
  for (int64_t step = 0; step < 80; ++step) {
    EXPECT_EQ(std::multiset<int64_t>(first.begin() + 7 * step,
                                     first.begin() + 7 * (step + 1)),
              std::multiset<int64_t>(planned.begin() + 7 * step,
                                     planned.begin() + 7 * (step + 1)));
  }
}

TEST(BatchSourceDeathTest, RefusesEpochsOfALaw) {
  EXPECT_DEATH(BatchSource(StandardNormal(2), StandardNormal(2),
                           std::make_shared<IndependentCoupling>(),
                           {.size = 8, .draws = Draws::kEpochs}, 3),
               "rows of a law");
}

TEST(BatchSourceDeathTest, RefusesDistinctRowsThatAreNotThere) {
  EXPECT_DEATH(DistinctSource(7, {.size = 8, .draws = Draws::kDistinctInStep}),
               "distinct rows in batches of 8");
}

}  // namespace
}  // namespace flow::core
