#include "federated/privacy/clip.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

#include "core/base/check.h"
#include "federated/aggregation/client_value.h"

namespace flow::federated {
namespace {

// More than float32 rounds a product by, 2^-24, and less than matters.
constexpr double kBelowBound = 1 - 0x1p-23;

template <typename T>
double Norm(const T* x, int64_t count) {
  double squares = 0;
  for (int64_t p = 0; p < count; ++p) squares += double{x[p]} * x[p];
  return std::sqrt(squares);
}

template <typename T>
double Clip(T* x, int64_t count, double clip) {
  const double norm = Norm(x, count);
  if (!std::isfinite(norm)) {
    std::fill_n(x, count, T{0});
    return std::numeric_limits<double>::infinity();
  }
  if (norm <= clip) return norm;
  const double factor = clip / norm * kBelowBound;
  for (int64_t p = 0; p < count; ++p) x[p] = static_cast<T>(x[p] * factor);
  return norm;
}

}  // namespace

double ClipToNorm(at::Tensor value, double clip) {
  FLOW_CHECK(clip > 0 && std::isfinite(clip))
      << "values are clipped to a positive and finite norm; got " << clip;
  FLOW_CHECK(value.defined() && value.dim() == 1 && value.is_contiguous() &&
             value.device().is_cpu())
      << "what is clipped must be one contiguous row on the CPU";
  FLOW_CHECK(value.scalar_type() == at::kFloat ||
             value.scalar_type() == at::kDouble)
      << "what is clipped must be float32 or float64";
  return WithNumberOf(value, [&](auto number) {
    return Clip(value.data_ptr<decltype(number)>(), value.numel(), clip);
  });
}

}  // namespace flow::federated
