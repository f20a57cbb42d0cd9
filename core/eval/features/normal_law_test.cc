#include "core/eval/features/normal_law.h"

#include <limits>

#include "ATen/TensorOperators.h"
#include "ATen/ops/matmul.h"
#include "ATen/ops/ones.h"
#include "ATen/ops/zeros.h"
#include "core/base/status_testing.h"
#include "core/eval/features/features_testing.h"
#include "core/tensor/random_tensor.h"

namespace flow::core {
namespace {

TEST(NormalLawTest, HasARootOfTheCovariance) {
  const at::Tensor rotation_ff = Rotation(1, 6);
  const at::Tensor covariance_ff = at::matmul(
      rotation_ff * at::ones({6}, at::kDouble).cumsum(0), rotation_ff.t());
  const at::Tensor mean_f = at::ones({6});
  const NormalLaw law = LawWith(mean_f, covariance_ff);
  EXPECT_TRUE(law.mean_f.equal(mean_f.to(at::kDouble)));
  EXPECT_TRUE(at::matmul(law.root_ff, law.root_ff.t())
                  .allclose(covariance_ff, 1e-13, 1e-13));
  // the columns are orthogonal: the eigenvalues on the diagonal, else nothing
  const at::Tensor gram_ff = at::matmul(law.root_ff.t(), law.root_ff);
  EXPECT_LT((gram_ff - gram_ff.diagonal().diag()).abs().max().item<double>(),
            1e-13);
}

// Four images in ten dimensions: seven eigenvalues are zero, about half of
// which rounding makes negative.
TEST(NormalLawTest, OfFewImagesIsFinite) {
  const at::Tensor x_nf = NormalTensor(2, 4, 10).to(at::kDouble);
  const NormalLaw law = LawOfImages(x_nf);
  const at::Tensor centred_nf = x_nf - x_nf.mean(0);
  EXPECT_TRUE(
      at::matmul(law.root_ff, law.root_ff.t())
          .allclose(at::matmul(centred_nf.t(), centred_nf) / 3, 1e-12, 1e-12));
}

TEST(NormalLawTest, RefusesWhatIsNoLaw) {
  EXPECT_THAT(NormalLawOf({.n = 1,
                           .mean_f = at::zeros({2}, at::kDouble),
                           .scatter_ff = at::zeros({2, 2}, at::kDouble)}),
              StatusIs(absl::StatusCode::kInvalidArgument));
  const double infinity = std::numeric_limits<double>::infinity();
  EXPECT_THAT(
      NormalLawOf(MomentsWith(at::zeros({2}), at::ones({2, 2}) * infinity)),
      StatusIs(absl::StatusCode::kOutOfRange));
}

}  // namespace
}  // namespace flow::core
