#ifndef CORE_KERNELS_MLP_FORWARD_H_
#define CORE_KERNELS_MLP_FORWARD_H_

#include <cstdint>
#include <vector>

#include "core/kernels/aligned_floats.h"
#include "core/kernels/matrix_rows.h"
#include "core/kernels/mlp_kernels.h"
#include "core/kernels/mlp_layout.h"
#include "core/kernels/packed_matrix.h"
#include "core/nn/network_options.h"

namespace flow::core {

/// An MLP at fixed weights: h_{k+1} = f(W_k h_k + b_k), without a graph and
/// without allocating. Immutable and thread-safe; each thread brings its own
/// workspace.
class MlpForward {
 public:
  /// Copies `weights`, laid out as MlpLayout says.
  MlpForward(const MlpOptions& options, const float* weights);

  /// The memory of one call at a time, for up to `rows` rows.
  class Workspace {
   public:
    Workspace(const MlpForward& network, int64_t rows);

    /// The inputs of the first layer (points, then embedded times), to be
    /// written by the caller before each call.
    MatrixRows inputs() const { return inputs_; }

   private:
    friend class MlpForward;
    AlignedFloats inputs_memory_, outputs_memory_;
    AlignedFloats even_, odd_;  // layers take turns in reading and writing
    std::vector<AlignedFloats> derivatives_;  // f'(z_k) of the hidden layers
    std::vector<float> dots_;
    MatrixRows inputs_, outputs_;
  };

  /// The outputs v of the workspace's first `rows` rows. They stay there until
  /// the next call. A row's bits depend on that row alone.
  MatrixRows Run(int64_t rows, Workspace* workspace) const;

  /// The same, and for each row the sum over directions e of e . (dv/dx) e,
  /// added to `divergence` [rows]: x are the first D inputs. The directions are
  /// the unit vectors if `probes` is null, which gives the divergence of v;
  /// else `probe_count` vectors a row, float32 [probe_count, rows, D]. Each
  /// direction is carried forward through the layers:
  ///
  ///     z'_0 = W_0 e,   z'_k = W_k (f'(z_{k-1}) * z'_{k-1}).
  MatrixRows RunWithDivergence(int64_t rows, const float* probes,
                               int64_t probe_count, Workspace* workspace,
                               double* divergence) const;

 private:
  MatrixRows RunLayers(int64_t rows, bool derivatives,
                       Workspace* workspace) const;
  void CarryDirection(int64_t rows, int64_t unit, const float* probe,
                      Workspace* workspace) const;
  int layers() const { return static_cast<int>(layout_.layers.size()); }

  MlpLayout layout_;
  ActivationFunction activation_;
  std::vector<PackedMatrix> transposed_;  // W_k^T, [in, out]
  std::vector<AlignedFloats> biases_;
  AlignedFloats last_;  // W_L, [out, in]
};

}  // namespace flow::core

#endif  // CORE_KERNELS_MLP_FORWARD_H_
