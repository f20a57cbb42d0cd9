#include "core/eval/features/frechet_distance.h"

#include <cmath>

#include "ATen/TensorOperators.h"
#include "ATen/ops/eye.h"
#include "ATen/ops/linalg_eigvalsh.h"
#include "ATen/ops/logspace.h"
#include "ATen/ops/matmul.h"
#include "ATen/ops/tensor.h"
#include "ATen/ops/zeros.h"
#include "core/base/status_testing.h"
#include "core/eval/features/features_testing.h"
#include "core/tensor/random_tensor.h"

namespace flow::core {
namespace {

double DistanceOrDie(const NormalLaw& a, const NormalLaw& b) {
  return FrechetDistance(a, b).value();
}

at::Tensor Zeros(int64_t width) { return at::zeros({width}, at::kDouble); }

// eigenvalues from 1 down to 10^-decades, in directions of their own
at::Tensor CovarianceOver(double decades, int64_t width, Seed seed) {
  const at::Tensor rotation_ff = Rotation(seed, width);
  return at::matmul(
      rotation_ff * at::logspace(0, -decades, width, 10., at::kDouble),
      rotation_ff.t());
}

// Features of networks are nearly singular, and good models nearly equal: over
// twelve decades the roots of the eigenvalues of A^T S A are off by 1e-7.
TEST(FrechetDistanceTest, OfEqualLawsIsZero) {
  for (const double decades : {0., 4., 12.}) {
    const NormalLaw law =
        LawWith(Zeros(64) + 1, CovarianceOver(decades, 64, /*seed=*/1));
    EXPECT_NEAR(DistanceOrDie(law, law), 0, 1e-12) << decades;
  }
}

TEST(FrechetDistanceTest, OfShiftedLawsIsTheSquareOfTheShift) {
  const at::Tensor covariance_ff = CovarianceOver(1, 3, /*seed=*/2);
  const NormalLaw a = LawWith(at::tensor({1., 2., 3.}), covariance_ff);
  const NormalLaw b = LawWith(at::tensor({2., 0., 6.}), covariance_ff);
  EXPECT_NEAR(DistanceOrDie(a, b), 1 + 4 + 9, 1e-12);
}

TEST(FrechetDistanceTest, OfDiagonalCovariancesIsThatOfTheDeviations) {
  const at::Tensor a_f = at::tensor({1., 4., 9.});
  const at::Tensor b_f = at::tensor({4., 1., 0.25});
  // (1 - 2)^2 + (2 - 1)^2 + (3 - 0.5)^2
  EXPECT_NEAR(DistanceOrDie(LawWith(Zeros(3), a_f.diag()),
                            LawWith(Zeros(3), b_f.diag())),
              8.25, 1e-13);
}

// Of two by two matrices, tr (S1 S2)^(1/2) = (tr(S1 S2) + 2 det(S1
// S2)^(1/2))^(1/2). Here S1 S2 = [6 1; 3 2] is not symmetric, its trace 8, its
// determinant 9.
TEST(FrechetDistanceTest, OfCovariancesThatDoNotCommute) {
  const NormalLaw a =
      LawWith(Zeros(2), at::tensor({2., 1., 1., 2.}).view({2, 2}));
  const NormalLaw b =
      LawWith(Zeros(2), at::tensor({3., 0., 0., 1.}).view({2, 2}));
  EXPECT_NEAR(DistanceOrDie(a, b), 4 + 4 - 2 * std::sqrt(8. + 2 * 3), 1e-14);
}

// u u^T and v v^T: (u u^T v v^T)^(1/2) has the trace |u . v|.
TEST(FrechetDistanceTest, OfSingularCovariances) {
  const at::Tensor u_f = at::tensor({2., 0., 1.}),
                   v_f = at::tensor({-1., 3., 0.});
  const NormalLaw a = LawWith(Zeros(3), u_f.outer(u_f));
  const NormalLaw b = LawWith(Zeros(3), v_f.outer(v_f));
  // a zero that is off by eps has a root of 2e-8
  EXPECT_NEAR(DistanceOrDie(a, b), 5 + 10 - 2 * 2, 1e-7);
  EXPECT_NEAR(DistanceOrDie(a, a), 0, 1e-7);
  const NormalLaw identity = LawWith(Zeros(3), at::eye(3, at::kDouble));
  EXPECT_NEAR(DistanceOrDie(a, identity), 5 + 3 - 2 * std::sqrt(5.), 1e-6);
  const NormalLaw point = LawWith(Zeros(3), at::zeros({3, 3}));
  EXPECT_NEAR(DistanceOrDie(point, identity), 3, 1e-13);
}

// Against N(0, I) the root is that of S alone, whose eigenvalues other than
// zero are those of the six by six products of the images.
TEST(FrechetDistanceTest, OfFewerImagesThanFeatures) {
  const at::Tensor x_nf = NormalTensor(3, 6, 40).to(at::kDouble);
  const at::Tensor mean_f = x_nf.mean(0), centred_nf = x_nf - mean_f;
  const at::Tensor value_n =
      at::linalg_eigvalsh(at::matmul(centred_nf, centred_nf.t()) / 5)
          .clamp_min(0);
  const double expected =
      (mean_f.square().sum() + value_n.sum() + 40 - 2 * value_n.sqrt().sum())
          .item<double>();
  const NormalLaw few = LawOfImages(x_nf);
  const NormalLaw identity = LawWith(Zeros(40), at::eye(40, at::kDouble));
  // 35 zeros whose roots are up to sqrt(8 eps) each
  EXPECT_NEAR(DistanceOrDie(few, identity), expected, 5e-6);
  EXPECT_NEAR(DistanceOrDie(few, few), 0, 1e-12);
}

// What processes would merge: of uneven parts, one of them a single image, most
// with singular covariances of their own.
TEST(FrechetDistanceTest, OfMergedPartsIsThatOfTheWhole) {
  const NormalLaw other = LawOfImages(NormalTensor(11, 60, 20));
  for (const int64_t n : {500, 15}) {  // 15: of the whole, too
    const at::Tensor x_nf = NormalTensor(12, n, 20).to(at::kDouble) * 2 + 3;
    FeatureMoments merged;
    int64_t begin = 0;
    for (const int64_t end : {n / 5, n / 5 + 1, n / 2, n}) {
      TestingPool pool(1);
      ASSERT_OK_AND_ASSIGN(const FeatureMoments part,
                           MomentsOfPart(x_nf.slice(0, begin, end), &pool));
      ASSERT_OK_AND_ASSIGN(merged, Merged(merged, part));
      begin = end;
    }
    const double whole = DistanceOrDie(LawOfImages(x_nf), other);
    ASSERT_OK_AND_ASSIGN(const NormalLaw law, NormalLawOf(merged));
    // about 200; rounding in a singular covariance comes out as its root
    EXPECT_NEAR(DistanceOrDie(law, other), whole, n > 20 ? 1e-10 : 1e-6) << n;
  }
}

// The form in which the sum is usually written.
TEST(FrechetDistanceTest, IsTheSumOverRootsOfEigenvalues) {
  const NormalLaw a = LawOfImages(NormalTensor(4, 100, 20));
  const at::Tensor mean_f = NormalTensor(5, 1, 20)[0].to(at::kDouble);
  const at::Tensor covariance_ff = CovarianceOver(2, 20, /*seed=*/6);
  const at::Tensor inner_ff =
      at::matmul(a.root_ff.t(), at::matmul(covariance_ff, a.root_ff));
  const double expected =
      ((a.mean_f - mean_f).square().sum() + a.root_ff.square().sum() +
       covariance_ff.trace() -
       2 * at::linalg_eigvalsh(inner_ff).clamp_min(0).sqrt().sum())
          .item<double>();
  EXPECT_NEAR(DistanceOrDie(a, LawWith(mean_f, covariance_ff)), expected,
              1e-11);
}

TEST(FrechetDistanceTest, IsSymmetricAndTurnsWithTheFeatures) {
  const at::Tensor x_nf = NormalTensor(7, 50, 8).to(at::kDouble) + 1;
  const at::Tensor y_nf = at::matmul(NormalTensor(8, 60, 8).to(at::kDouble),
                                     CovarianceOver(1, 8, /*seed=*/9));
  const NormalLaw a = LawOfImages(x_nf), b = LawOfImages(y_nf);
  const double distance = DistanceOrDie(a, b);
  EXPECT_GT(distance, 1);
  EXPECT_NEAR(DistanceOrDie(b, a), distance, 1e-12);
  const at::Tensor rotation_ff = Rotation(10, 8);
  EXPECT_NEAR(DistanceOrDie(LawOfImages(at::matmul(x_nf, rotation_ff)),
                            LawOfImages(at::matmul(y_nf, rotation_ff))),
              distance, 1e-12);
  // units are those of the features, squared
  EXPECT_NEAR(DistanceOrDie(LawOfImages(3 * x_nf), LawOfImages(3 * y_nf)),
              9 * distance, 1e-11);
}

TEST(FrechetDistanceTest, WantsLawsOfOneWidth) {
  EXPECT_THAT(FrechetDistance(LawWith(Zeros(2), at::eye(2)),
                              LawWith(Zeros(3), at::eye(3))),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       testing::HasSubstr("got 2 and 3")));
}

}  // namespace
}  // namespace flow::core
