#include "datasets/checkerboard.h"

#include <cmath>
#include <limits>

#include "ATen/TensorOperators.h"
#include "ATen/ops/empty.h"
#include "ATen/ops/tensor.h"
#include "ATen/ops/zeros.h"
#include "core/base/check.h"

namespace flow::datasets {

bool Checkerboard::IsOnBoard(double x, double y) const {
  const double i = std::floor(x / scale_), j = std::floor(y / scale_);
  return i >= -2 && i < 2 && j >= -2 && j < 2 && std::fmod(i + j, 2) == 0;
}

int64_t Checkerboard::DrawRow(RowRandom& random, float* x_d) const {
  do {
    const int64_t i = static_cast<int64_t>(random.UniformInt(4)) - 2;
    // of the two cells of column i the one at -2 or -1, or that two above
    const int64_t lowest = i % 2 == 0 ? -2 : -1;
    const int64_t j = lowest + 2 * static_cast<int64_t>(random.UniformInt(2));
    x_d[0] = static_cast<float>(scale_ * (i + random.Uniform()));
    x_d[1] = static_cast<float>(scale_ * (j + random.Uniform()));
    // rounding to float32 carries one point in ten million over an edge
  } while (!IsOnBoard(x_d[0], x_d[1]));
  return 0;
}

std::optional<at::Tensor> Checkerboard::LogDensity(
    const at::Tensor& x_nd) const {
  FLOW_CHECK(x_nd.dim() == 2 && x_nd.size(1) == 2 &&
             x_nd.scalar_type() == at::kDouble)
      << "x_nd must be float64 [N, D=2]";
  const double on_board = -std::log(8 * scale_ * scale_);
  constexpr double kOffBoard = -std::numeric_limits<double>::infinity();
  const at::Tensor rows_nd = x_nd.contiguous();
  const double* x = rows_nd.data_ptr<double>();
  at::Tensor log_density_n = at::empty({x_nd.size(0)}, at::kDouble);
  double* out = log_density_n.data_ptr<double>();
  for (int64_t i = 0; i < x_nd.size(0); ++i) {
    out[i] = IsOnBoard(x[2 * i], x[2 * i + 1]) ? on_board : kOffBoard;
  }
  return log_density_n;
}

std::optional<core::Moments> Checkerboard::ExactMoments() const {
  const at::Tensor unit_dd =
      at::tensor({4.0 / 3, 1.0 / 4, 1.0 / 4, 4.0 / 3}, at::kDouble);
  return core::Moments{at::zeros({2}, at::kDouble),
                       scale_ * scale_ * unit_dd.reshape({2, 2})};
}

}  // namespace flow::datasets
