#include "local_flow/pool_batches.h"

#include <cmath>
#include <set>
#include <vector>

#include "ATen/TensorOperators.h"
#include "ATen/ops/arange.h"
#include "ATen/ops/concat.h"
#include "ATen/ops/tensor.h"
#include "core/base/status_testing.h"
#include "core/path/make_path.h"
#include "core/path/path_facts.h"
#include "core/tensor/random_tensor.h"
#include "local_flow/block_marginal.h"

namespace flow::local_flow {
namespace {

using core::Batch;
using core::BatchOptions;

constexpr LocalCoupling kAll[] = {
    LocalCoupling::kDependent, LocalCoupling::kShuffled,
    LocalCoupling::kIndependent, LocalCoupling::kMinibatchOt};

// Of mean 2 and deviation 0.5.
at::Tensor Pool(int64_t points) {
  return 2 + 0.5 * core::NormalTensor(3, points, 1);
}

Batch BatchOf(const at::Tensor& pool_md, LocalCoupling coupling,
              const Diffusion& diffusion, int64_t size) {
  const PoolBatches batches({{core::RowStore(pool_md), {diffusion, coupling}}},
                            {.size = size, .noise = false}, 7);
  return batches.Get(0).value();
}

double Mean(const at::Tensor& x) { return x.mean(at::kDouble).item<double>(); }

double Covariance(const at::Tensor& a, const at::Tensor& b) {
  return Mean((a - Mean(a)) * (b - Mean(b)));
}

// Whichever point it is of, the noisy end has the law of the diffused pool:
// mean a m and variance a^2 v + 1 - a^2. With 20 000 rows the mean scatters by
// 0.007 and the variance by 0.01 at most; 5 deviations fail once in a million.
TEST(PoolBatchesTest, EveryCouplingHasTheSameEnds) {
  const Diffusion diffusion = DiffusionOf(0.3);
  const double a = diffusion.keep;
  const at::Tensor pool_md = Pool(50000);
  for (const LocalCoupling coupling : kAll) {
    const bool plan = coupling == LocalCoupling::kMinibatchOt;
    // a plan of so many points would take long: the mean over less
    const int64_t rows = plan ? 2000 : 20000;
    const Batch batch = BatchOf(pool_md, coupling, diffusion, rows);
    const double scale = std::sqrt(20000.0 / rows);
    EXPECT_NEAR(Mean(batch.x1_bd), 2, 5 * 0.007 * scale);
    EXPECT_NEAR(Mean(batch.x0_bd), 2 * a, 5 * 0.007 * scale);
    EXPECT_NEAR(Covariance(batch.x0_bd, batch.x0_bd), 0.25 * a * a + 1 - a * a,
                5 * 0.01 * scale);
  }
}

TEST(PoolBatchesTest, OnlyTheDependentOneKnowsThePoint) {
  const Diffusion diffusion = DiffusionOf(0.3);
  const auto covariance = [&](LocalCoupling coupling) {
    const Batch batch = BatchOf(Pool(50000), coupling, diffusion, 20000);
    return Covariance(batch.x0_bd, batch.x1_bd);
  };
  // of 20 000 products of deviation 0.35 at most: 5 deviations
  const double tolerance = 5 * 0.4 / std::sqrt(20000.0);
  EXPECT_NEAR(covariance(LocalCoupling::kDependent), 0.25 * diffusion.keep,
              tolerance);
  EXPECT_NEAR(covariance(LocalCoupling::kShuffled), 0, tolerance);
  EXPECT_NEAR(covariance(LocalCoupling::kIndependent), 0, tolerance);
}

TEST(PoolBatchesTest, TheFreeBlockComesFromNoiseAlone) {
  for (const LocalCoupling coupling :
       {LocalCoupling::kDependent, LocalCoupling::kShuffled,
        LocalCoupling::kIndependent}) {
    const Batch batch = BatchOf(Pool(50000), coupling, {}, 20000);
    EXPECT_NEAR(Mean(batch.x0_bd), 0, 5 / std::sqrt(20000.0));
    EXPECT_NEAR(Covariance(batch.x0_bd, batch.x1_bd), 0,
                5 * 0.5 / std::sqrt(20000.0));
  }
}

TEST(PoolBatchesTest, AnExactPlanShortensTheWays) {
  const auto stretch = [](LocalCoupling coupling) {
    const PoolBatches batches(
        {{core::RowStore(Pool(5000)), {DiffusionOf(0.3), coupling}}},
        {.size = 500, .noise = false}, 7);
    return batches.GetStretch(0)->rows;
  };
  const Batch dependent = stretch(LocalCoupling::kDependent);
  const Batch plan = stretch(LocalCoupling::kMinibatchOt);
  EXPECT_LT(plan.coupling.cost, dependent.coupling.cost);
  for (const Batch& batch : {dependent, plan}) {
    EXPECT_NEAR(batch.coupling.cost, Mean((batch.x1_bd - batch.x0_bd).square()),
                1e-5);
  }
}

TEST(PoolBatchesTest, AStepIsAFunctionOfItsNumber) {
  for (const LocalCoupling coupling : kAll) {
    const BatchOptions options = {.size = 16};
    const BlockPool block = {core::RowStore(Pool(100)),
                             {DiffusionOf(0.1), coupling}};
    const PoolBatches one({block}, options, 1);
    const PoolBatches other({block}, options, 1);
    const Batch late = one.Get(70).value();
    (void)other.Get(3);
    const Batch again = other.Get(70).value();
    EXPECT_TRUE(late.x0_bd.equal(again.x0_bd));
    EXPECT_TRUE(late.x1_bd.equal(again.x1_bd));
    EXPECT_TRUE(late.t_b.equal(again.t_b));
    EXPECT_FALSE(late.x0_bd.equal(one.Get(71).value().x0_bd));
  }
}

// Three pools around 2, 12 and 22.
std::vector<BlockPool> ThreeBlocks(LocalCoupling coupling) {
  std::vector<BlockPool> blocks;
  for (int n = 0; n < 3; ++n) {
    blocks.push_back({core::RowStore(Pool(1000) + 10 * n),
                      {DiffusionOf(0.1 * n), coupling}});
  }
  return blocks;
}

TEST(PoolBatchesTest, OfSeveralBlocksEachRowKnowsItsOwn) {
  for (const LocalCoupling coupling : kAll) {
    const PoolBatches batches(ThreeBlocks(coupling),
                              {.size = 64, .noise = false}, 7);
    for (const int64_t step : {0, 1, 50}) {
      const Batch batch = batches.Get(step).value();
      ASSERT_EQ(batch.label_b.size(0), 64);
      // equal shares, but for one row
      EXPECT_TRUE(
          batch.label_b.bincount().equal(at::tensor({21, 21, 22}, at::kLong)));
      for (int n = 0; n < 3; ++n) {
        const at::Tensor rows = batch.label_b.eq(n).nonzero().squeeze(1);
        const double keep = DiffusionOf(0.1 * n).keep;
        // pools of deviation 0.5 that are 10 apart, diffused by 0.6 at most
        EXPECT_NEAR(Mean(batch.x1_bd.index_select(0, rows)), 2 + 10 * n, 1);
        EXPECT_NEAR(Mean(batch.x0_bd.index_select(0, rows)),
                    keep * (2 + 10 * n), 1);
      }
    }
    const auto made = batches.GetStretch(0);
    EXPECT_EQ(batches.StretchEnd(0), made->steps);
    const Batch& stretch = made->rows;
    EXPECT_NEAR(stretch.coupling.cost,
                Mean((stretch.x1_bd - stretch.x0_bd).square()), 1e-4);
  }
}

TEST(PoolBatchesTest, TimesOfSeveralBlocksAreRedrawnForEachRow) {
  const PoolBatches batches(
      ThreeBlocks(LocalCoupling::kDependent),
      {.size = 9,
       .noise = false,
       .time_law = core::BetaTimeOptions{.alpha = 1, .beta = 0.5},
       .times_per_pair = 4},
      7);
  const Batch batch = batches.Get(3).value();
  ASSERT_EQ(batch.t_b.size(0), 36);
  // a pair's rows lie together and share its points, not its time
  EXPECT_TRUE(batch.x1_bd[4].equal(batch.x1_bd[7]));
  EXPECT_FALSE(batch.x1_bd[4].equal(batch.x1_bd[8]));
  EXPECT_NE(batch.t_b[4].item<float>(), batch.t_b[5].item<float>());
  EXPECT_TRUE(
      batch.label_b.bincount().equal(at::tensor({12, 12, 12}, at::kLong)));
}

// What no network can be better than, of one dimension of N(0, 1): of
// x_t = m x1 + k e + c z the integral of
// m'^2 + k'^2 + c'^2 - (m m' + k k' + c c')^2 / (m^2 + k^2 + c^2) over t;
// spread by quadrature elsewhere. It is measured here between the pairs that
// training sees and the exact velocity.
const core::PathOptions kPaths[] = {
    core::LinearPathOptions(), core::TrigonometricPathOptions(),
    core::PolynomialPathOptions{2}, core::LinearPathOptions{0.3},
    core::StochasticInterpolantPathOptions{
        .gamma = core::InterpolantNoise::kQuadratic}};

struct Floors {
  double gamma;
  LocalCoupling coupling;
  double of_path[std::size(kPaths)];
};

TEST(PoolBatchesTest, TheLossOfTheExactVelocityIsTheFloor) {
  const auto dependent = LocalCoupling::kDependent;
  const Floors cases[] = {
      {0.025, dependent, {0.0492, 0.0772, 0.0656, 0.0492, 0.3795}},
      {0.1, dependent, {0.1873, 0.2941, 0.2499, 0.1875, 0.5222}},
      {0.25, dependent, {0.4253, 0.6681, 0.5683, 0.4268, 0.7693}},
      {0.5, dependent, {0.7308, 1.1479, 0.9783, 0.7358, 1.0885}},
      {1.0, dependent, {1.1103, 1.7441, 1.4908, 1.1249, 1.4910}},
      {0.1,
       LocalCoupling::kIndependent,
       {1.5708, 2.4674, 2.1205, 1.6165, 2.0000}},
      {0.5,
       LocalCoupling::kShuffled,
       {1.5708, 2.4674, 2.1205, 1.6165, 2.0000}}};
  const core::RowStore pool(core::NormalTensor(3, 200000, 1));
  for (const Floors& floors : cases) {
    const BlockOptions block = {DiffusionOf(floors.gamma), floors.coupling};
    for (size_t p = 0; p < std::size(kPaths); ++p) {
      const core::PathOptions& path = kPaths[p];
      const PoolBatches batches(
          {{pool, block}}, {.size = 100000, .noise = core::UsesNoise(path)}, 7);
      const Batch batch = batches.Get(0).value();
      const core::PathPoint point = core::MakePath(path)->At(
          batch.x0_bd, batch.x1_bd, batch.t_b, batch.noise_bd);
      const at::Tensor exact_bd =
          BlockMarginal({{1, {0}, 1}}, block, path)
              .Velocity(point.x_bd.to(at::kDouble), batch.t_b);
      const at::Tensor loss_b =
          (point.velocity_bd.to(at::kDouble) - exact_bd).square().squeeze(1);
      // five standard errors, and the digits of the floors
      const double error = loss_b.std().item<double>() / std::sqrt(100000.0);
      EXPECT_NEAR(Mean(loss_b), floors.of_path[p], 5 * error + 6e-5)
          << floors.gamma << ", path " << p;
    }
  }
}

// The points 0, 1, ... of a pool: by their order a row is known again, and no
// other block of the step takes it.
TEST(PoolBatchesTest, DistinctRowsComeOnceInAStepOfAllBlocks) {
  const core::RowStore pool(at::arange(30, at::kFloat).unsqueeze(1));
  const BlockOptions block = {DiffusionOf(0.3), LocalCoupling::kDependent};
  for (const int64_t blocks : {1, 3}) {
    const PoolBatches batches(
        std::vector<BlockPool>(blocks, {pool, block}),
        {.size = 20, .noise = false, .draws = core::Draws::kDistinctInStep}, 7);
    std::vector<int64_t> count(30);
    for (int64_t step = 0; step < 1000; ++step) {
      const Batch batch = batches.Get(step).value();
      std::set<int64_t> rows;
      for (int64_t i = 0; i < 20; ++i) {
        rows.insert(std::llround(batch.x1_bd[i].item<double>()));
      }
      ASSERT_EQ(rows.size(), 20);
      for (const int64_t row : rows) ++count[row];
    }
    // 1000 steps of probability 2/3: of deviation 14.9, five of them
    for (const int64_t times : count) EXPECT_NEAR(times, 666.7, 5 * 14.9);
  }
}

// Every block through its pool, whatever pairs it makes of the rows: 20 rows a
// step are 6, 7 and 7 of three blocks.
TEST(PoolBatchesTest, EpochsOfEveryBlockGoThroughItsPool) {
  const core::RowStore pool(at::arange(30, at::kFloat).unsqueeze(1));
  for (const LocalCoupling coupling :
       {LocalCoupling::kDependent, LocalCoupling::kShuffled,
        LocalCoupling::kIndependent, LocalCoupling::kMinibatchOt}) {
    for (const int64_t blocks : {1, 3}) {
      const BlockOptions block = {DiffusionOf(0.3), coupling};
      const PoolBatches batches(
          std::vector<BlockPool>(blocks, {pool, block}),
          {.size = 20, .noise = false, .draws = core::Draws::kEpochs}, 7);
      // 30 steps are whole epochs of each
      std::vector<std::vector<int64_t>> times(blocks, std::vector<int64_t>(30));
      for (int64_t step = 0; step < 30; ++step) {
        const Batch batch = batches.Get(step).value();
        for (int64_t i = 0; i < 20; ++i) {
          const int64_t own =
              blocks == 1 ? 0 : batch.label_b[i].item<int64_t>();
          ++times[own][std::llround(batch.x1_bd[i].item<double>())];
        }
      }
      const std::vector<int64_t> rows = blocks == 1
                                            ? std::vector<int64_t>{20}
                                            : std::vector<int64_t>{6, 7, 7};
      for (int64_t n = 0; n < blocks; ++n) {
        EXPECT_EQ(times[n], std::vector<int64_t>(30, rows[n]));
      }
    }
  }
}

}  // namespace
}  // namespace flow::local_flow
