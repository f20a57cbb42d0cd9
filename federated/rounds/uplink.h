#ifndef FEDERATED_ROUNDS_UPLINK_H_
#define FEDERATED_ROUNDS_UPLINK_H_

/// What becomes of a client's change on its way to whoever joins it:
/// compression (compression.h), with error feedback under top-k
/// (error_feedback.h). A change is w_i - w, of weights after local steps and
/// before, or a gradient.

#include <cstdint>
#include <vector>

#include "ATen/core/Tensor.h"
#include "absl/status/status.h"
#include "core/base/random.h"
#include "core/nn/network.h"
#include "federated/exchange/compression_options.h"

namespace flow::federated {

/// Holds what error feedback keeps. Not thread-safe but for Carry().
class Uplink {
 public:
  /// `like` are the parameters that changes are of. `seed` is that of rounding
  /// at random.
  Uplink(const CompressionOptions& compression, int64_t clients,
         const core::Parameters& like, Seed seed);

  /// Whether what arrives is what was sent.
  bool IsExact() const;

  /// What arrives of a client's change in round `round`, [P]. May be called for
  /// several clients at a time, once a round for each.
  at::Tensor Carry(int64_t client, int64_t round, const at::Tensor& change);

  /// As in core::UpdateRule.
  std::vector<core::NamedTensor> State() const;
  absl::Status Restore(const std::vector<core::NamedTensor>& state);

 private:
  CompressionOptions compression_;
  Seed seed_;
  std::vector<int64_t> tensor_sizes_;
  at::Tensor residual_cp_;  // of error feedback, a row each; else undefined
};

/// The bytes of a message of such parameters.
int64_t MessageBytes(const CompressionOptions& compression,
                     const core::Parameters& like);

}  // namespace flow::federated

#endif  // FEDERATED_ROUNDS_UPLINK_H_
