#include "core/nn/point_embedding.h"

#include <numbers>
#include <variant>

#include "ATen/TensorOperators.h"
#include "ATen/ops/concat.h"
#include "ATen/ops/empty.h"
#include "ATen/ops/eye.h"
#include "ATen/ops/matmul.h"
#include "core/base/random.h"

namespace flow::core {
at::Tensor PointFrequencies(const FourierPointsOptions& options, int64_t dim) {
  const Seed seed = DeriveSeed(0, "point_embedding", "fourier");
  const int64_t count = options.dim / 2;
  at::Tensor frequency_dk = at::empty({dim, count}, at::kDouble);
  double* frequency = frequency_dk.mutable_data_ptr<double>();
  for (int64_t k = 0; k < count; ++k) {
    RowRandom random(seed, k);
    for (int64_t d = 0; d < dim; ++d) {
      frequency[d * count + k] = options.scale * random.Normal();
    }
  }
  return frequency_dk;
}

PointEmbedding::PointEmbedding(const PointEmbeddingOptions& options,
                               int64_t dim) {
  const auto* fourier = std::get_if<FourierPointsOptions>(&options);
  if (fourier == nullptr) return;
  angle_dk_ =
      Constant(PointFrequencies(*fourier, dim) * (2 * std::numbers::pi));
}

at::Tensor PointEmbedding::Embed(const at::Tensor& x_bd) const {
  if (is_plain()) return x_bd;
  const at::Tensor angle_bk = x_bd.matmul(angle_dk_.Like(x_bd));
  return at::concat({x_bd, angle_bk.cos(), angle_bk.sin()}, 1);
}

at::Tensor PointEmbedding::Tangents(const at::Tensor& embedded_bp,
                                    const at::Tensor& direction_pbd) const {
  if (is_plain()) return direction_pbd;
  const int64_t dim = direction_pbd.size(2), count = angle_dk_.value().size(1);
  const at::Tensor cos_bk = embedded_bp.narrow(1, dim, count);
  const at::Tensor sin_bk = embedded_bp.narrow(1, dim + count, count);
  const at::Tensor angle_pbk =
      direction_pbd.matmul(angle_dk_.Like(direction_pbd));
  return at::concat({direction_pbd, -sin_bk * angle_pbk, cos_bk * angle_pbk},
                    2);
}

at::Tensor UnitDirections(int64_t rows, int64_t dim) {
  return at::eye(dim, at::kFloat).unsqueeze(1).expand({dim, rows, dim});
}

}  // namespace flow::core
