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

    /// The inputs of the first layer (embedded points, then times), to be
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

  /// The directions e in which points move, and what that does to the inputs.
  struct Directions {
    int64_t count = 0;
    // float32 [count, rows, D]; if null the unit vectors, of which there are D
    const float* probes = nullptr;
    // float32 [count, rows, tangent_width]: J e, for inputs whose first columns
    // are a function of the points with Jacobian J; the directions themselves
    // if null, for inputs that begin with the points
    const float* tangents = nullptr;
    int64_t tangent_width = 0;
  };

  /// The same, and for each row the sum over directions e of e . (dv/dx) e,
  /// added to `divergence` [rows]; for the unit vectors that is the divergence
  /// of v. Each direction is carried forward through the layers:
  ///
  ///     z'_0 = W_0 J e,   z'_k = W_k (f'(z_{k-1}) * z'_{k-1}).
  MatrixRows RunWithDivergence(int64_t rows, const Directions& directions,
                               Workspace* workspace, double* divergence) const;

 private:
  MatrixRows RunLayers(int64_t rows, bool derivatives,
                       Workspace* workspace) const;
  void CarryDirection(int64_t rows, const Directions& directions, int64_t i,
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
