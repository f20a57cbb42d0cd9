#ifndef CORE_FINETUNE_LOW_RANK_ADAPTER_H_
#define CORE_FINETUNE_LOW_RANK_ADAPTER_H_

#include <vector>

#include "absl/status/statusor.h"
#include "core/base/random.h"
#include "core/finetune/fine_tuning_options.h"
#include "core/nn/flat_parameters.h"
#include "core/nn/network.h"

namespace flow::core {

/// Weights as those of a base and a change of low rank in each matrix [Hu22]:
///
///     W = W_0 + (alpha / r) B A,    A [r, in], B [out, r],
///
/// r that of the options, or of the matrix where that is less. Its parameters
/// are "<name>.lora_A" and "<name>.lora_B" for each matrix <name>, in the order
/// of the network's. What is no matrix, or is not named, stays as it is.
/// Immutable and thread-safe.
class LowRankAdapter {
 public:
  /// `base` has one dtype, which the adapter takes, and is shared.
  /// InvalidArgument: that of LowRankShapes.
  static absl::StatusOr<LowRankAdapter> Create(const LowRankOptions& options,
                                               const Parameters& base);

  const Parameters& base() const { return base_; }

  /// Where training starts: A as the weights of PyTorch's linear layers, by
  /// `seed` and its name, and B zero, so that the weights are the base's.
  Parameters Initialize(Seed seed) const;

  /// Writes the weights that `adapter` stands for into `weights`, which began
  /// as a copy of the base: only matrices that change are written.
  void Apply(const Parameters& adapter, const Parameters& weights) const;

  /// Those weights as a copy.
  Parameters Merge(const Parameters& adapter) const;

  /// Takes a gradient G with respect to the weights to one with respect to the
  /// adapter, into the tensors of `pulled`:
  ///
  ///     dA = (alpha / r) B^T G,    dB = (alpha / r) G A^T.
  void PullBack(const Parameters& adapter, const Parameters& gradient,
                const Parameters& pulled) const;

 private:
  LowRankAdapter(double scale, Parameters base, Parameters zeros,
                 std::vector<size_t> matrices);

  double scale_;
  Parameters base_;
  Parameters zeros_;  // an adapter that changes nothing
  // the places of the changed matrices among the network's parameters; A and B
  // of the k-th are the adapter's 2 k and 2 k + 1
  std::vector<size_t> matrices_;
};

}  // namespace flow::core

#endif  // CORE_FINETUNE_LOW_RANK_ADAPTER_H_
