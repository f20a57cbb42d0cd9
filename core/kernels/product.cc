#include "core/kernels/product.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/kernels/product.cc"
#include "hwy/foreach_target.h"
// comes after foreach_target.h
#include "core/kernels/product-inl.h"
#include "hwy/highway.h"

#if HWY_ONCE
namespace flow::core {

HWY_EXPORT(MultiplyMatrices);

void Multiply(const Product& product) {
  HWY_DYNAMIC_DISPATCH(MultiplyMatrices)(product);
}

}  // namespace flow::core
#endif  // HWY_ONCE
