#include "federated/exchange/compression_options.h"

#include "core/base/check.h"
#include "federated/exchange/least_count.h"

namespace flow::federated {
namespace {

struct Message {
  int64_t numbers, tensors, number_bytes;
};

int64_t BytesOf(const UncompressedOptions&, const Message& m) {
  return m.number_bytes * m.numbers;
}
int64_t BytesOf(const Int8Options&, const Message& m) {
  return m.numbers + int64_t{sizeof(float)} * m.tensors;
}
int64_t BytesOf(const Fp16Options&, const Message& m) { return 2 * m.numbers; }
int64_t BytesOf(const TopKOptions& options, const Message& m) {
  return int64_t{sizeof(uint32_t) + sizeof(float)} *
         TopKCount(options, m.numbers);
}

}  // namespace

int64_t TopKCount(const TopKOptions& options, int64_t numbers) {
  FLOW_CHECK(numbers <= int64_t{1} << 32)
      << "a place has four bytes; got " << numbers << " numbers";
  return LeastCount(options.fraction, numbers);
}

int64_t CompressedBytes(const CompressionOptions& options,
                        absl::Span<const int64_t> tensor_sizes,
                        int64_t number_bytes) {
  Message message = {0, static_cast<int64_t>(tensor_sizes.size()),
                     number_bytes};
  for (const int64_t size : tensor_sizes) {
    FLOW_CHECK(size >= 0) << "a tensor has no size of " << size;
    message.numbers += size;
  }
  return std::visit([&](const auto& o) { return BytesOf(o, message); },
                    options);
}

}  // namespace flow::federated
