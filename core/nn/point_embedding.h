#ifndef CORE_NN_POINT_EMBEDDING_H_
#define CORE_NN_POINT_EMBEDDING_H_

#include <cstdint>

#include "ATen/core/Tensor.h"
#include "core/nn/network_options.h"
#include "core/tensor/constant.h"

namespace flow::core {

/// The frequencies w_k of Fourier features, [D, W/2] in double: `scale` times
/// standard normal numbers. As those of time, they are drawn from a seed of
/// their own, the same for all experiments, and w_k depends on scale, D and k
/// alone.
at::Tensor PointFrequencies(const FourierPointsOptions& options, int64_t dim);

/// The columns e(x) that stand for points in a network's input, P =
/// PointWidth(options, D) of them.
///
/// Plain: the points themselves, P = D. Fourier features [Tancik20]: the
/// points, and behind them for k = 0 ... W/2 - 1
///
///     column D + k        cos(2 pi w_k . x),
///     column D + k + W/2  sin(2 pi w_k . x),
///
/// by which a small network learns detail of the width 1 / scale that it would
/// need many more steps for. Draws the frequencies once; immutable and
/// thread-safe.
class PointEmbedding {
 public:
  PointEmbedding(const PointEmbeddingOptions& options, int64_t dim);

  bool is_plain() const { return !angle_dk_.defined(); }

  /// e(x) of `x_bd` [B, D]: [B, P], in the dtype of the points and
  /// differentiable in them.
  at::Tensor Embed(const at::Tensor& x_bd) const;

  /// J e, the change of the columns `embedded_bp` = e(x) when the points move
  /// along `direction_pbd` [P', B, D]: [P', B, P].
  at::Tensor Tangents(const at::Tensor& embedded_bp,
                      const at::Tensor& direction_pbd) const;

 private:
  // 2 pi w, what a unit of each coordinate adds to each angle, in double;
  // undefined where points are plain
  Constant angle_dk_;
};

/// The unit vectors of R^D, each for every row: float32 [D, rows, D].
at::Tensor UnitDirections(int64_t rows, int64_t dim);

}  // namespace flow::core

#endif  // CORE_NN_POINT_EMBEDDING_H_
