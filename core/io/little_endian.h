#ifndef CORE_IO_LITTLE_ENDIAN_H_
#define CORE_IO_LITTLE_ENDIAN_H_

/// Fixed-width numbers and runs of bytes at the front of a byte string, lowest
/// byte first: the vocabulary of every binary format here. Taking moves the
/// view past what was taken; when too little is left it is nullopt and the view
/// stays as it was. A parser built of these cannot read past its input.

#include <bit>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <type_traits>

#include "absl/strings/string_view.h"

namespace flow::core {

static_assert(std::endian::native == std::endian::little,
              "arrays are stored as this machine holds them");

template <typename T>
void AppendLittleEndian(T value, std::string& bytes) {
  static_assert(std::is_arithmetic_v<T>);
  char raw[sizeof(T)];
  std::memcpy(raw, &value, sizeof(T));
  bytes.append(raw, sizeof(T));
}

inline std::optional<absl::string_view> TakeBytes(uint64_t count,
                                                  absl::string_view& bytes) {
  if (count > bytes.size()) return std::nullopt;
  const absl::string_view taken = bytes.substr(0, count);
  bytes.remove_prefix(count);
  return taken;
}

template <typename T>
std::optional<T> TakeLittleEndian(absl::string_view& bytes) {
  static_assert(std::is_arithmetic_v<T>);
  const std::optional<absl::string_view> raw = TakeBytes(sizeof(T), bytes);
  if (!raw.has_value()) return std::nullopt;
  T value;
  std::memcpy(&value, raw->data(), sizeof(T));
  return value;
}

}  // namespace flow::core

#endif  // CORE_IO_LITTLE_ENDIAN_H_
