#include "federated/exchange/add_mask.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "federated/exchange/add_mask.cc"
#include "hwy/foreach_target.h"
// comes after foreach_target.h
#include "federated/exchange/add_mask-inl.h"
#include "hwy/highway.h"

#if HWY_ONCE
namespace flow::federated {

HWY_EXPORT(AddMaskWords);

void AddMask(Seed seed, MaskSign sign, absl::Span<uint64_t> words) {
  HWY_DYNAMIC_DISPATCH(AddMaskWords)
  (seed, sign == MaskSign::kMinus, words.data(), words.size());
}

}  // namespace flow::federated
#endif  // HWY_ONCE
