#ifndef CORE_KERNELS_MLP_GRADIENT_H_
#define CORE_KERNELS_MLP_GRADIENT_H_

/// The gradient of a loss over a batch in the parameters of an MLP, without a
/// graph and without allocating.
///
/// With h_0 the inputs, z_k = W_k h_k + b_k, h_{k+1} = f(z_k), v = z_L and a
/// loss sum_i l_i(v_i):
///
///     g_L = dl/dv,   g_{k-1} = (g_k W_k) * f'(z_{k-1}),
///     dW_k = g_k^T h_k,   db_k = the sum of g_k over the rows.
///
/// What a record, some consecutive rows, adds to the gradient may be clipped to
/// a norm C first [Abadi16, Algorithm 1]. Its length is known without forming
/// it [Goodfellow15],
///
///     |sum_i dl_i|^2 = sum_k sum_i sum_j <g_k,i, g_k,j> (<h_k,i, h_k,j> + 1),
///
/// and multiplying its rows of all g_k by min(1, C / length) clips it.
///
/// Rows go forward and backward in tiles that stay in the cache, each tile on
/// one thread; then each thread takes blocks of dW_k, whole sums over all the
/// rows in their order. So the gradient has the same bits for any number of
/// threads.

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/functional/function_ref.h"
#include "core/base/thread_pool.h"
#include "core/kernels/aligned_floats.h"
#include "core/kernels/matrix_rows.h"
#include "core/kernels/mlp_kernels.h"
#include "core/kernels/mlp_layout.h"
#include "core/kernels/packed_matrix.h"
#include "core/nn/network_options.h"

namespace flow::core {

/// Keeps the memory of one batch from call to call. Not thread-safe; its calls
/// use the pool's threads themselves.
class MlpGradient {
 public:
  explicit MlpGradient(const MlpOptions& options);

  /// Writes the first layer's inputs of the given rows: embedded points,
  /// then times.
  using FillInputs = absl::FunctionRef<void(const MatrixRows& inputs)>;

  /// Replaces the outputs v of the given rows by dl/dv.
  using OutputGradient = absl::FunctionRef<void(const MatrixRows& outputs)>;

  /// Bounds what one record adds to the gradient. The norm is that of the
  /// derivative of the loss that `output` knows: where this is a mean over B
  /// records, clipping each of their gradients to C takes norm = C / B.
  struct RecordClip {
    double norm = 1;   // > 0
    int64_t rows = 1;  // of a record, one behind the other; divides the batch
  };

  /// Writes the gradient at `weights` for a batch of `rows` >= 1 to `gradient`,
  /// both laid out as MlpLayout says. `fill` and `output` are called from the
  /// pool's threads, once for each tile of rows.
  ///
  /// With `clip` what each record adds has at most this norm, to float32's
  /// rounding; a record whose gradient is not finite adds nothing. Takes time
  /// quadratic in the rows of a record. FLOW_CHECKs `clip`.
  void Compute(const float* weights, int64_t rows, FillInputs fill,
               OutputGradient output, ThreadPool* pool, float* gradient,
               const std::optional<RecordClip>& clip = std::nullopt);

 private:
  // Rows of dW_k that one thread computes.
  struct WeightBlock {
    int layer;
    int64_t begin, end;
  };

  void Pack(int layer, const float* weights);
  void Reserve(int64_t rows);
  int64_t TileRows(int64_t rows, int threads) const;
  void Forward(const float* weights, int64_t begin, int64_t end) const;
  void Backward(int64_t begin, int64_t end) const;
  void ClipRecords(const RecordClip& clip, int64_t rows,
                   ThreadPool* pool) const;
  void ClipRecord(double norm, int64_t begin, int64_t end) const;
  void WeightGradient(const WeightBlock& block, int64_t rows,
                      float* gradient) const;

  int layers() const { return static_cast<int>(layout_.layers.size()); }
  MatrixRows Inputs(int layer, int64_t begin, int64_t end) const;
  MatrixRows Gradients(int layer, int64_t begin, int64_t end) const;

  MlpLayout layout_;
  ActivationFunction activation_;
  std::vector<WeightBlock> blocks_;
  int64_t capacity_ = 0;
  std::vector<PackedMatrix> forward_;   // W_k^T, [in, out]
  std::vector<PackedMatrix> backward_;  // W_k, [out, in]; not of the first
  std::vector<AlignedFloats> narrow_;   // dW_k^T of layers of few inputs
  // of all rows, one matrix a layer
  std::vector<AlignedFloats> inputs_;       // h_k
  std::vector<AlignedFloats> derivatives_;  // f'(z_k), but for the last layer
  std::vector<AlignedFloats> gradients_;    // v for the last layer, then g_k
};

}  // namespace flow::core

#endif  // CORE_KERNELS_MLP_GRADIENT_H_
