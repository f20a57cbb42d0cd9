#ifndef CORE_KERNELS_MLP_FORWARD_H_
#define CORE_KERNELS_MLP_FORWARD_H_

#include <cstdint>
#include <vector>

#include "core/kernels/aligned_floats.h"
#include "core/kernels/matrix_rows.h"
#include "core/kernels/mlp_layout.h"
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
    /// written by the caller.
    MatrixRows inputs() const { return inputs_; }

   private:
    friend class MlpForward;
    AlignedFloats even_, odd_;  // layers take turns in reading and writing
    MatrixRows inputs_;
  };

  /// The outputs v of the workspace's first `rows` rows. They stay there until
  /// the next call. A row's bits depend on that row alone.
  MatrixRows Run(int64_t rows, Workspace* workspace) const;

 private:
  MlpLayout layout_;
  Activation activation_;
  std::vector<AlignedFloats> transposed_;  // W_k^T, [in, out]
  std::vector<AlignedFloats> biases_;
};

}  // namespace flow::core

#endif  // CORE_KERNELS_MLP_FORWARD_H_
