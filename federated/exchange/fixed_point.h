#ifndef FEDERATED_EXCHANGE_FIXED_POINT_H_
#define FEDERATED_EXCHANGE_FIXED_POINT_H_

/// Numbers as whole numbers, which masks can hide and sums keep exactly.
///
/// With M = 2^(bits - 1) - 1, a client of weight lambda in [0, 1] sends
///
///     q_p = round(M (lambda clip(x_p, -range, range)) / range),   |q_p| <= M,
///
/// to the nearest, ties to even, and a sum of such is read as
///
///     range / M sum_i q_ip.
///
/// So a step is range / M, and each client adds an error of at most half of
/// one to the sum of the lambda_i clip(x_i). Weights must be normalised before,
/// lambda_i = weight_i / sum of weights: they need not be whole numbers, and
/// the server, who knows them, divides by the sum of those who answered. Their
/// cost is precision: of n equal clients a value has log2 n bits fewer.

#include <cstdint>
#include <vector>

#include "ATen/core/Tensor.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "federated/exchange/secure_sum_options.h"

namespace flow::federated {

/// Shapes: P numbers.
struct FixedPoint {
  std::vector<uint64_t> words;  // P, q_p modulo 2^64
  int64_t clipped = 0;          // numbers with |x_p| > range
};

/// q of `value`, [P], float32 or float64, contiguous, on the CPU. OutOfRange
/// when a number is not finite: there is no whole number for it. FLOW_CHECKs
/// the weight, range and bits. Thread-safe.
absl::StatusOr<FixedPoint> ToFixedPoint(const SecureSumOptions& options,
                                        double weight, const at::Tensor& value);

/// What a sum of q stands for, [P] of `dtype`, float32 or float64. Of `words`
/// the low `sum_bits` in [2, 64] count, as a signed number. Thread-safe.
at::Tensor FromFixedPoint(const SecureSumOptions& options, int64_t sum_bits,
                          absl::Span<const uint64_t> words,
                          at::ScalarType dtype);

}  // namespace flow::federated

#endif  // FEDERATED_EXCHANGE_FIXED_POINT_H_
