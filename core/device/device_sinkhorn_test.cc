// The CPU stands for the device, and the couplings of the host for what is to
// be found.

#include "core/device/device_sinkhorn.h"

#include <limits>
#include <memory>

#include "ATen/TensorOperators.h"
#include "ATen/ops/zeros.h"
#include "core/base/status_testing.h"
#include "core/coupling/minibatch_ot.h"
#include "core/device/device.h"
#include "core/tensor/random_tensor.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

MinibatchOtOptions Options(const SinkhornSolverOptions& solver) {
  return {.pairing = Pairing::kResample, .solver = solver};
}

const std::unique_ptr<Device> kDevice = CpuDevice();

// Both plans are within the tolerance of the same one: a uniform chooses
// another column once in 50 000 draws.
void ExpectThePairsOfTheHost(const MinibatchOtOptions& options,
                             const Points& source, const Points& target) {
  ASSERT_OK_AND_ASSIGN(const Pairs here,
                       MinibatchOt(options).Couple(source, target, 11));
  ASSERT_OK_AND_ASSIGN(
      const Pairs there,
      DeviceSinkhorn(options, kDevice.get()).Couple(source, target, 11));
  EXPECT_TRUE(there.source_b.equal(here.source_b));
  EXPECT_TRUE(there.target_b.equal(here.target_b));
  EXPECT_NEAR(there.report.cost, here.report.cost, 1e-4 * here.report.cost);
  EXPECT_TRUE(there.report.converged);
  EXPECT_LE(there.report.marginal_error,
            std::get<SinkhornSolverOptions>(options.solver).tolerance);
  EXPECT_EQ(there.report.distinct_targets, here.report.distinct_targets);
}

TEST(DeviceSinkhornTest, DrawsThePairsOfTheHost) {
  const Points source = {NormalTensor(1, 200, 3)};
  const Points target = {2 * NormalTensor(2, 200, 3) + 1};
  for (const double regularization : {10.0, 1.0, 0.1}) {
    SCOPED_TRACE(regularization);
    ExpectThePairsOfTheHost(Options({.regularization = regularization,
                                     .max_iterations = 20000,
                                     .tolerance = 1e-5}),
                            source, target);
  }
  ExpectThePairsOfTheHost(Options({.max_iterations = 20000, .tolerance = 1e-5}),
                          source, target);
}

// Kernels of exp(-cost / e) alone would be zero nearly everywhere.
TEST(DeviceSinkhornTest, IsStableWhereCostsAreThousandsOfRegularizations) {
  ExpectThePairsOfTheHost(Options({.regularization = 2e-3,
                                   .max_iterations = 100000,
                                   .tolerance = 1e-5}),
                          {NormalTensor(1, 60, 2)}, {NormalTensor(2, 60, 2)});
}

TEST(DeviceSinkhornTest, LabelsAddTheirWeight) {
  const Points source = {NormalTensor(1, 150, 2)};
  Points target = {NormalTensor(2, 150, 2)};
  target.label_n = target.x_nd.select(1, 0).gt(0).to(at::kLong);
  MinibatchOtOptions options = Options(
      {.regularization = 0.5, .max_iterations = 20000, .tolerance = 1e-5});
  options.condition_weight = 3;
  ExpectThePairsOfTheHost(options, source, target);
}

TEST(DeviceSinkhornTest, SaysThatItDidNotConverge) {
  const MinibatchOtOptions options =
      Options({.regularization = 0.01, .max_iterations = 6, .tolerance = 1e-6});
  ASSERT_OK_AND_ASSIGN(
      const Pairs pairs,
      DeviceSinkhorn(options, kDevice.get())
          .Couple({NormalTensor(1, 50, 2)}, {NormalTensor(2, 50, 2)}, 1));
  EXPECT_FALSE(pairs.report.converged);
  EXPECT_EQ(pairs.report.iterations, 6);
}

TEST(DeviceSinkhornTest, PointsInOnePlaceAndPointsThatAreLost) {
  const DeviceSinkhorn coupling(Options({}), kDevice.get());
  const Points zero = {at::zeros({20, 2})};
  EXPECT_OK(coupling.Couple(zero, zero, 1));
  Points lost = {NormalTensor(1, 20, 2)};
  lost.x_nd[3][1] = std::numeric_limits<float>::quiet_NaN();
  EXPECT_THAT(coupling.Couple(lost, zero, 1).status(),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(DeviceSinkhornTest, OtherPlansAreTheHosts) {
  EXPECT_TRUE(DeviceSinkhorn::CanCouple(Options({})));
  EXPECT_FALSE(DeviceSinkhorn::CanCouple(IndependentOptions()));
  EXPECT_FALSE(DeviceSinkhorn::CanCouple(MinibatchOtOptions()));
  MinibatchOtOptions apart = Options({});
  apart.condition_weight = std::numeric_limits<double>::infinity();
  EXPECT_FALSE(DeviceSinkhorn::CanCouple(apart));
}

}  // namespace
}  // namespace flow::core
