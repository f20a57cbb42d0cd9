#include "federated/exchange/compression.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>
#include <variant>
#include <vector>

#include "ATen/ops/empty_like.h"
#include "ATen/ops/zeros_like.h"
#include "core/base/check.h"
#include "core/tensor/random_tensor.h"
#include "federated/aggregation/client_value.h"

namespace flow::federated {
namespace {

constexpr double kLargestFloat = std::numeric_limits<float>::max();
constexpr double kLargestHalf = 65504;
// from here on the nearest of all halves would be 2^16, which is none
constexpr double kHalfOverflow = 65520;
constexpr double kLargestByte = 127;

// What all kinds are given and fill.
struct Exchange {
  const at::Tensor& value;
  absl::Span<const int64_t> tensor_sizes;
  Seed seed;
  int64_t clipped = 0;
};

// The least float32 that is not below x >= 0, or the largest one.
float RoundedUp(double x) {
  if (x >= kLargestFloat) return std::numeric_limits<float>::max();
  const float y = static_cast<float>(x);
  return y < x ? std::nextafter(y, std::numeric_limits<float>::max()) : y;
}

// max |x| / 127, rounded up; NaN if not all are finite.
template <typename T>
float Int8Scale(const T* x, int64_t count) {
  double largest = 0;
  bool finite = true;
  for (int64_t p = 0; p < count; ++p) {
    finite = finite && std::isfinite(x[p]);
    largest = std::max<double>(largest, std::abs(x[p]));
  }
  if (!finite) return std::numeric_limits<float>::quiet_NaN();
  return RoundedUp(largest / kLargestByte);
}

// Returns how many numbers were beyond the largest byte.
template <typename T>
int64_t SendBytes(const T* x, const float* u, int64_t count, T* read) {
  const double scale = Int8Scale(x, count);
  if (scale == 0 || std::isnan(scale)) {
    std::fill(read, read + count, static_cast<T>(scale));
    return 0;
  }
  constexpr double kLargest = std::numeric_limits<T>::max();
  int64_t clipped = 0;
  for (int64_t p = 0; p < count; ++p) {
    const double steps = x[p] / scale;
    clipped += std::abs(steps) > kLargestByte;
    const double byte =
        std::floor(std::clamp(steps, -kLargestByte, kLargestByte) + u[p]);
    // the rounded scale may lead a hair beyond the dtype
    read[p] = static_cast<T>(std::clamp(byte * scale, -kLargest, kLargest));
  }
  return clipped;
}

// The nearest half of a finite number, ties to even, |x| < kHalfOverflow.
double NearestHalf(double x) {
  // halves are 2^-10 of the power of two below them apart, from 2^-14 on
  constexpr uint64_t kBias = 1023;
  const uint64_t exponent =
      std::max(std::bit_cast<uint64_t>(x) >> 52 & 0x7FF, kBias - 14);
  // a number of 53 bits whose last one counts such steps
  const double rounder = 1.5 * std::bit_cast<double>((exponent + 42) << 52);
  return std::copysign((x + rounder) - rounder, x);
}

double HalfRead(double x, int64_t* clipped) {
  if (!std::isfinite(x)) return x;
  if (std::abs(x) < kHalfOverflow) return NearestHalf(x);
  ++*clipped;
  return std::copysign(kLargestHalf, x);
}

double FloatRead(double x, int64_t* clipped) {
  if (!std::isfinite(x)) return x;
  *clipped += std::abs(x) > kLargestFloat;
  return static_cast<float>(std::clamp(x, -kLargestFloat, kLargestFloat));
}

template <typename T>
void SendLargest(const T* x, int64_t size, int64_t k, T* read,
                 int64_t* clipped) {
  std::vector<T> magnitude(size);
  for (int64_t p = 0; p < size; ++p) {
    magnitude[p] =
        std::isnan(x[p]) ? std::numeric_limits<T>::infinity() : std::abs(x[p]);
  }
  std::vector<T> order = magnitude;
  std::nth_element(order.begin(), order.begin() + (k - 1), order.end(),
                   std::greater<T>());
  const T least = order[k - 1];  // that is sent
  int64_t equals = k;            // as large as the least, that are sent
  for (const T m : magnitude) equals -= m > least;
  for (int64_t p = 0; p < size; ++p) {
    if (magnitude[p] > least || (magnitude[p] == least && equals-- > 0)) {
      read[p] = static_cast<T>(FloatRead(x[p], clipped));
    }
  }
}

at::Tensor Send(const UncompressedOptions&, Exchange* e) { return e->value; }

at::Tensor Send(const Int8Options&, Exchange* e) {
  const at::Tensor read = at::empty_like(e->value);
  const at::Tensor u = core::UniformTensor(e->seed, read.numel());
  WithNumberOf(read, [&](auto number) {
    using T = decltype(number);
    int64_t begin = 0;
    for (const int64_t size : e->tensor_sizes) {
      e->clipped += SendBytes(e->value.const_data_ptr<T>() + begin,
                              u.const_data_ptr<float>() + begin, size,
                              read.data_ptr<T>() + begin);
      begin += size;
    }
  });
  return read;
}

at::Tensor Send(const Fp16Options&, Exchange* e) {
  const at::Tensor read = at::empty_like(e->value);
  WithNumberOf(read, [&](auto number) {
    using T = decltype(number);
    const T* const x = e->value.const_data_ptr<T>();
    std::transform(x, x + read.numel(), read.data_ptr<T>(), [&](T number) {
      return static_cast<T>(HalfRead(number, &e->clipped));
    });
  });
  return read;
}

at::Tensor Send(const TopKOptions& options, Exchange* e) {
  const at::Tensor read = at::zeros_like(e->value);
  const int64_t size = read.numel();
  WithNumberOf(read, [&](auto number) {
    using T = decltype(number);
    SendLargest(e->value.const_data_ptr<T>(), size, TopKCount(options, size),
                read.data_ptr<T>(), &e->clipped);
  });
  return read;
}

void CheckRow(const at::Tensor& x, absl::Span<const int64_t> tensor_sizes) {
  FLOW_CHECK(x.defined() && x.dim() == 1 && x.is_contiguous() &&
             x.device().is_cpu() && x.numel() >= 1)
      << "what is sent must be one contiguous row on the CPU";
  FLOW_CHECK(x.scalar_type() == at::kFloat || x.scalar_type() == at::kDouble)
      << "what is sent must be float32 or float64";
  const int64_t sum =
      std::accumulate(tensor_sizes.begin(), tensor_sizes.end(), int64_t{0});
  FLOW_CHECK(sum == x.numel())
      << "the tensors have " << sum << " numbers and the row " << x.numel();
}

}  // namespace

Compressed Compress(const CompressionOptions& options, const at::Tensor& value,
                    absl::Span<const int64_t> tensor_sizes, Seed seed) {
  CheckRow(value, tensor_sizes);
  // first, for it checks the sizes
  const int64_t bytes =
      CompressedBytes(options, tensor_sizes, value.element_size());
  Exchange exchange = {value, tensor_sizes, seed};
  at::Tensor read =
      std::visit([&](const auto& o) { return Send(o, &exchange); }, options);
  return {std::move(read), bytes, exchange.clipped};
}

}  // namespace flow::federated
