#ifndef FEDERATED_EXCHANGE_COMPRESSION_OPTIONS_H_
#define FEDERATED_EXCHANGE_COMPRESSION_OPTIONS_H_

/// How what a client sends is made smaller, as in flow.Compression of the
/// schema, and how many bytes are left. No torch: plans carry these. What each
/// does to the numbers stands in compression.h.

#include <cstdint>
#include <variant>

#include "absl/types/span.h"

namespace flow::federated {

/// All numbers as they are.
struct UncompressedOptions {};

/// A byte a number and a float32 for each tensor.
struct Int8Options {};

/// Two bytes a number.
struct Fp16Options {};

/// The numbers of largest size, each with its place.
struct TopKOptions {
  double fraction = 0.01;  // of all numbers, in (0, 1]
};

using CompressionOptions =
    std::variant<UncompressedOptions, Int8Options, Fp16Options, TopKOptions>;

/// How many of `numbers` >= 1 numbers top-k sends: the least k with
/// k / numbers >= fraction.
int64_t TopKCount(const TopKOptions& options, int64_t numbers);

/// The bytes of a message with P numbers in tensors of `tensor_sizes`, of
/// `number_bytes` each before compression:
///
///     none    number_bytes P
///     int8    P + 4 for each tensor      (the scale is a float32)
///     fp16    2 P
///     top-k   (4 + 4) k                  (a place and a float32)
///
/// They do not depend on the values. FLOW_CHECKs that sizes are not negative
/// and, under top-k, 1 <= P <= 2^32.
int64_t CompressedBytes(const CompressionOptions& options,
                        absl::Span<const int64_t> tensor_sizes,
                        int64_t number_bytes);

}  // namespace flow::federated

#endif  // FEDERATED_EXCHANGE_COMPRESSION_OPTIONS_H_
