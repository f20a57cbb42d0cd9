#include "core/kernels/aligned_floats.h"

#include <algorithm>

namespace flow::core {

AlignedFloats::AlignedFloats(int64_t count) {
  constexpr int64_t kWidestVector = 64;
  const int64_t room = count + kWidestVector;
  data_ = hwy::AllocateAligned<float>(room);
  std::fill_n(data_.get(), room, 0.0f);
}

}  // namespace flow::core
