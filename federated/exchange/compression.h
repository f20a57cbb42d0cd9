#ifndef FEDERATED_EXCHANGE_COMPRESSION_H_
#define FEDERATED_EXCHANGE_COMPRESSION_H_

/// What a receiver reads when a sender spends fewer bytes. With x the row of P
/// numbers that is sent, u_p uniform on [0, 1) and s a tensor's scale:
///
///     none    x
///     int8    s floor(x_p / s + u_p),   s = max |x_p| / 127 over the tensor
///                 [Alistarh17], with the maximum in place of the norm
///     fp16    x_p to the nearest half, ties to the even one
///     top-k   x_p for the k largest |x_p|, 0 for the others
///
/// Under int8 the mean over u is x_p, up to a step times 2^-24, the resolution
/// of u; the variance is at most s^2 / 4. s is a float32, rounded up. Top-k
/// sends its numbers as float32; among equals the one of lower place goes.
///
/// A finite number that is too large for what is sent, 65520 and above under
/// fp16 and beyond float32 for a float64 under int8 and top-k, becomes the
/// largest finite one there, and is counted in `clipped`.
///
/// A number that is not finite stays so for the receiver:
///     int8    has no code for one: its scale is a NaN, and the receiver reads
///             the whole tensor as NaN
///     fp16    NaN and infinities are sent as what they are
///     top-k   they count as the largest, so at least one of them is sent; what
///             was not sent reads as 0

#include <cstdint>

#include "ATen/core/Tensor.h"
#include "absl/types/span.h"
#include "core/base/random.h"
#include "federated/exchange/compression_options.h"

namespace flow::federated {

struct Compressed {
  at::Tensor value;     // what the receiver reads, [P], as the dtype sent
  int64_t bytes;        // of the message, as CompressedBytes says
  int64_t clipped = 0;  // finite numbers that were too large
};

/// Sends `value`, [P], P >= 1, float32 or float64, contiguous, on the CPU,
/// whose numbers are those of tensors of `tensor_sizes`, one behind the other.
/// Under `none` the result shares memory with it, else not.
///
/// Draws u_p as row p of `seed`, under int8 alone: a number's rounding depends
/// on the seed, its place, itself and its tensor's scale. Thread-safe.
/// FLOW_CHECKs the shape and dtype, and that the sizes sum to P.
Compressed Compress(const CompressionOptions& options, const at::Tensor& value,
                    absl::Span<const int64_t> tensor_sizes, Seed seed);

}  // namespace flow::federated

#endif  // FEDERATED_EXCHANGE_COMPRESSION_H_
