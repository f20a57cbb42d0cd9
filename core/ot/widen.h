#ifndef CORE_OT_WIDEN_H_
#define CORE_OT_WIDEN_H_

#include <cstdint>

namespace flow::core {

/// to_j = from_j for `count` numbers, in the widest vectors that the processor
/// has.
void Widen(const float* from, int32_t count, double* to);

}  // namespace flow::core

#endif  // CORE_OT_WIDEN_H_
