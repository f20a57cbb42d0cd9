#include "federated/exchange/fixed_point.h"

#include <algorithm>
#include <cmath>

#include "ATen/ops/empty.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/base/check.h"
#include "federated/aggregation/client_value.h"

namespace flow::federated {
namespace {

// M
double LargestWhole(const SecureSumOptions& options) {
  FLOW_CHECK(options.bits >= 2 && options.bits <= 52)
      << "bits must be in [2, 52]; got " << options.bits;
  FLOW_CHECK(options.range > 0 && std::isfinite(options.range))
      << "range must be > 0 and finite; got " << options.range;
  return static_cast<double>((int64_t{1} << (options.bits - 1)) - 1);
}

// Of x in [-range, range]. Every rounding keeps a quotient within [-1, 1], so
// the result is within [-M, M].
int64_t Whole(double weight, double x, double range, double largest) {
  return static_cast<int64_t>(std::nearbyint(weight * x / range * largest));
}

}  // namespace

absl::StatusOr<FixedPoint> ToFixedPoint(const SecureSumOptions& options,
                                        double weight,
                                        const at::Tensor& value) {
  const double largest = LargestWhole(options), range = options.range;
  FLOW_CHECK(weight >= 0 && weight <= 1)
      << "a weight must be in [0, 1]; got " << weight;
  FixedPoint q;
  q.words.resize(value.numel());
  const int64_t bad = WithNumberOf(value, [&](auto number) -> int64_t {
    const auto* const x = value.const_data_ptr<decltype(number)>();
    for (int64_t p = 0; p < value.numel(); ++p) {
      if (!std::isfinite(x[p])) return p;
      const double clipped = std::clamp<double>(x[p], -range, range);
      q.clipped += clipped != x[p];
      q.words[p] =
          static_cast<uint64_t>(Whole(weight, clipped, range, largest));
    }
    return -1;
  });
  if (bad < 0) return q;
  return absl::OutOfRangeError(
      absl::StrCat("number ", bad, " of ", value.numel(), " is not finite"));
}

at::Tensor FromFixedPoint(const SecureSumOptions& options, int64_t sum_bits,
                          absl::Span<const uint64_t> words,
                          at::ScalarType dtype) {
  FLOW_CHECK(sum_bits >= 2 && sum_bits <= 64)
      << "a sum has 2 to 64 bits; got " << sum_bits;
  const double largest = LargestWhole(options);
  const at::Tensor sum = at::empty({static_cast<int64_t>(words.size())}, dtype);
  WithNumberOf(sum, [&](auto number) {
    using T = decltype(number);
    std::transform(
        words.begin(), words.end(), sum.data_ptr<T>(), [&](uint64_t word) {
          // the sign is the highest bit that counts
          const int64_t high = static_cast<int64_t>(word << (64 - sum_bits));
          const double whole = static_cast<double>(high >> (64 - sum_bits));
          return static_cast<T>(whole / largest * options.range);
        });
  });
  return sum;
}

}  // namespace flow::federated
