#ifndef CORE_TENSOR_EPOCH_INDEX_H_
#define CORE_TENSOR_EPOCH_INDEX_H_

#include <cstdint>
#include <mutex>
#include <vector>

#include "ATen/core/Tensor.h"
#include "core/base/random.h"

namespace flow::core {

/// {0, ..., n - 1} again and again, each time, an epoch, in a new random order:
/// place p of the endless sequence is place p mod n of
/// DistinctIndexTensor(DeriveSeed(seed, e), n, n) with e = p / n, rounded down.
/// So it is a function of the seed and the place. Keeps the two orders that
/// were made last, 8 n bytes each; another takes time in proportion to n.
/// Thread-safe.
class EpochIndex {
 public:
  /// FLOW_CHECKs n >= 1.
  EpochIndex(Seed seed, int64_t n);

  /// The places [first, first + rows), int64 [rows]; first >= 0.
  at::Tensor Rows(int64_t first, int64_t rows) const;

 private:
  struct Kept {
    int64_t epoch;
    at::Tensor order_n;
  };

  at::Tensor OrderOf(int64_t epoch) const;

  Seed seed_;
  int64_t n_;
  mutable std::mutex mutex_;
  mutable std::vector<Kept> kept_;  // the latest last
};

}  // namespace flow::core

#endif  // CORE_TENSOR_EPOCH_INDEX_H_
