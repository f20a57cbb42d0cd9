#include "datasets/image_density.h"

#include <cmath>
#include <numbers>
#include <utility>

#include "ATen/TensorOperators.h"
#include "ATen/ops/concat.h"
#include "ATen/ops/logsumexp.h"
#include "ATen/ops/matmul.h"
#include "ATen/ops/tensor.h"
#include "core/base/check.h"
#include "core/base/first_above.h"

namespace flow::datasets {
namespace {

// A sum of weights and normal densities, each relative to the largest, that is
// less than this has lost digits to underflow.
constexpr double kUnderflow = 1e-250;

// Keeps the matrices of a long tensor of points at some ten megabytes.
constexpr int64_t kRows = 2048;

// -((x_n - place_k) / std)^2 / 2 as [N, K].
at::Tensor Exponent(const at::Tensor& x_n, const at::Tensor& place_k,
                    double std) {
  return ((x_n.unsqueeze(1) - place_k) / std).square() * -0.5;
}

}  // namespace

ImageDensity::ImageDensity(PixelGrid grid) : grid_(std::move(grid)) {
  double cumulative = 0;
  for (int64_t i = 0; i < std::ssize(grid_.weight); ++i) {
    if (grid_.weight[i] == 0) continue;
    cumulative += grid_.weight[i];
    inked_.push_back(i);
    cumulative_weight_.push_back(cumulative);
  }
  FLOW_CHECK(!inked_.empty()) << "a picture without ink";
  x_w_ = at::tensor(grid_.column_x, at::kDouble);
  y_h_ = at::tensor(grid_.row_y, at::kDouble);
  weight_hw_ = at::tensor(grid_.weight, at::kDouble)
                   .reshape({grid_.height(), grid_.width()});
}

int64_t ImageDensity::DrawRow(RowRandom& random, float* x_d) const {
  const int64_t pixel =
      inked_[FirstAbove(cumulative_weight_, random.Uniform())];
  const int64_t row = pixel / grid_.width();
  const int64_t column = pixel % grid_.width();
  x_d[0] = static_cast<float>(grid_.column_x[column] +
                              grid_.std[0] * random.Normal());
  x_d[1] =
      static_cast<float>(grid_.row_y[row] + grid_.std[1] * random.Normal());
  return 0;
}

at::Tensor ImageDensity::LogDensityFarOut(const at::Tensor& x_nd) const {
  std::vector<at::Tensor> log_density;
  for (int64_t n = 0; n < x_nd.size(0); ++n) {
    const at::Tensor exponent_hw =
        Exponent(x_nd[n].narrow(0, 0, 1), x_w_, grid_.std[0]) +
        Exponent(x_nd[n].narrow(0, 1, 1), y_h_, grid_.std[1]).t();
    log_density.push_back(
        at::logsumexp((exponent_hw + weight_hw_.log()).flatten(), /*dim=*/0)
            .reshape({1}));
  }
  return at::concat(log_density);
}

at::Tensor ImageDensity::LogDensityOfSome(const at::Tensor& x_nd) const {
  const at::Tensor in_x_nw = Exponent(x_nd.select(1, 0), x_w_, grid_.std[0]);
  const at::Tensor in_y_nh = Exponent(x_nd.select(1, 1), y_h_, grid_.std[1]);
  const at::Tensor most_x_n1 = in_x_nw.amax(1, /*keepdim=*/true);
  const at::Tensor most_y_n1 = in_y_nh.amax(1, /*keepdim=*/true);
  const at::Tensor sum_n = ((in_y_nh - most_y_n1).exp().matmul(weight_hw_) *
                            (in_x_nw - most_x_n1).exp())
                               .sum(1);
  at::Tensor log_sum_n =
      sum_n.log() + most_x_n1.squeeze(1) + most_y_n1.squeeze(1);
  const at::Tensor far_k = (sum_n < kUnderflow).nonzero().squeeze(1);
  if (far_k.size(0) > 0) {
    log_sum_n = log_sum_n.index_copy(
        0, far_k, LogDensityFarOut(x_nd.index_select(0, far_k)));
  }
  return log_sum_n;
}

std::optional<at::Tensor> ImageDensity::LogDensity(
    const at::Tensor& x_nd) const {
  FLOW_CHECK(x_nd.dim() == 2 && x_nd.size(1) == 2 &&
             x_nd.scalar_type() == at::kDouble)
      << "x_nd must be float64 [N, D=2]";
  if (x_nd.size(0) == 0) return x_nd.select(1, 0);
  std::vector<at::Tensor> log_sums;
  for (const at::Tensor& some_nd : x_nd.split(kRows)) {
    log_sums.push_back(LogDensityOfSome(some_nd));
  }
  return at::concat(log_sums) -
         std::log(2 * std::numbers::pi * grid_.std[0] * grid_.std[1]);
}

std::optional<core::Moments> ImageDensity::ExactMoments() const {
  const PlaneMoments moments = MomentsOf(grid_);
  return core::Moments{
      at::tensor({moments.mean[0], moments.mean[1]}, at::kDouble),
      at::tensor({moments.xx, moments.xy, moments.xy, moments.yy}, at::kDouble)
          .reshape({2, 2})};
}

}  // namespace flow::datasets
