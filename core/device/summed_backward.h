#ifndef CORE_DEVICE_SUMMED_BACKWARD_H_
#define CORE_DEVICE_SUMMED_BACKWARD_H_

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "ATen/core/Tensor.h"
#include "core/device/device_sums.h"
#include "core/nn/network.h"

namespace flow::core {

/// The sum over devices of a loss and of its gradient, of which each device has
/// a part: L = sum_r L_r, g = sum_r dL_r/dw. Layers give their gradients from
/// the last to the first, in buckets, and a bucket is summed while the layers
/// before it are still at work, as in PyTorch's DistributedDataParallel
/// [LiS20].
///
/// Asks no tensor for its numbers. Not thread-safe.
class SummedBackward {
 public:
  /// For gradients in parameters of these shapes. A bucket is whole parameters,
  /// of `bucket` numbers at least, but for the last one; the first one to be
  /// sent, of a fifth of that. `sums` is not owned.
  SummedBackward(const Parameters& parameters, int64_t bucket,
                 DeviceSums* sums);

  /// The sums of `loss` [] and of its gradient in the leaves [P], in order, as
  /// FlatParameters has them; in memory that the next call writes again.
  std::pair<at::Tensor, at::Tensor> Get(const at::Tensor& loss,
                                        const Parameters& leaves);

 private:
  struct Bucket {
    int64_t begin, end;  // numbers
    int64_t leaves;
  };

  // The gradient in the i'th leaf is known.
  void Arrive(size_t i, const at::Tensor& gradient);

  DeviceSums* sums_;
  std::vector<int64_t> begin_;     // of a leaf, in numbers
  std::vector<size_t> bucket_of_;  // of a leaf
  std::vector<Bucket> buckets_;    // in the order in which they are sent
  at::Tensor sum_;                 // float32 [P + 1]: gradient, loss
  std::vector<int64_t> missing_;   // leaves of a bucket
  size_t sent_ = 0;                // buckets
};

}  // namespace flow::core

#endif  // CORE_DEVICE_SUMMED_BACKWARD_H_
