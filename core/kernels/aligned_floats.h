#ifndef CORE_KERNELS_ALIGNED_FLOATS_H_
#define CORE_KERNELS_ALIGNED_FLOATS_H_

#include <cstdint>

#include "hwy/aligned_allocator.h"

namespace flow::core {

/// Zeros in memory that begins at a cache line, with room for one more vector
/// of any instruction set behind them.
class AlignedFloats {
 public:
  explicit AlignedFloats(int64_t count = 0);

  float* data() const { return data_.get(); }

 private:
  hwy::AlignedFreeUniquePtr<float[]> data_;
};

}  // namespace flow::core

#endif  // CORE_KERNELS_ALIGNED_FLOATS_H_
