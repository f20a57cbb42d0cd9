#ifndef CORE_IO_ARRAY_H_
#define CORE_IO_ARRAY_H_

/// An array as files hold it: a dtype, a shape and bytes. What the formats of
/// this folder read and write, with no tensor library in sight.
///
///     const Array x = MakeArray<float>({2, 3}, {1, 2, 3, 4, 5, 6});
///     FLOW_ASSIGN_OR_RETURN(std::vector<float> values, Values<float>(x));
///
/// Values are copied in and out byte by byte, never viewed in place: the bytes
/// of a std::string need not be aligned for the type that they hold.

#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "core/base/check.h"
#include "core/base/status_macros.h"

namespace flow::core {

enum class DType {
  kFloat32,
  kFloat64,
  kFloat16,
  kInt64,
  kInt32,
  kUint8,
  kBool
};

/// Every DType, for loops over all of them.
inline constexpr DType kAllDTypes[] = {
    DType::kFloat32, DType::kFloat64, DType::kFloat16, DType::kInt64,
    DType::kInt32,   DType::kUint8,   DType::kBool};

/// As Python calls it: "float32".
absl::string_view DTypeName(DType dtype);

/// Bytes of one element.
int64_t ItemSize(DType dtype);

/// Bytes of a whole array; nullopt when a dimension is negative or the product
/// does not fit 63 bits, as in a corrupt header.
std::optional<int64_t> ByteSize(DType dtype, absl::Span<const int64_t> shape);

/// Row-major, little-endian; a bool is one byte, 0 or 1. The shape {} is a
/// scalar.
struct Array {
  DType dtype = DType::kFloat32;
  std::vector<int64_t> shape;
  std::string bytes;

  bool operator==(const Array&) const = default;
};

/// An array whose bytes lie somewhere else.
struct ArrayView {
  std::string name;  // in a file of several
  DType dtype = DType::kFloat32;
  std::vector<int64_t> shape;
  absl::string_view bytes;
};

/// The product of the shape.
int64_t NumElements(const Array& array);

/// Whether `bytes` has the length that dtype and shape ask for.
bool IsConsistent(const Array& array);

/// Any dtype as doubles, in row-major order; an int64 beyond 2^53 is rounded.
std::vector<double> ToDoubles(const Array& array);

namespace internal {

template <typename T>
constexpr DType DTypeOf() {
  if constexpr (std::is_same_v<T, float>) return DType::kFloat32;
  if constexpr (std::is_same_v<T, double>) return DType::kFloat64;
  if constexpr (std::is_same_v<T, int64_t>) return DType::kInt64;
  if constexpr (std::is_same_v<T, int32_t>) return DType::kInt32;
  if constexpr (std::is_same_v<T, uint8_t>) return DType::kUint8;
  if constexpr (std::is_same_v<T, bool>) return DType::kBool;
}

template <typename T>
T ElementAt(const Array& array, int64_t index) {
  // a byte other than 0 and 1 must not become a bool by memcpy
  if constexpr (std::is_same_v<T, bool>) return array.bytes[index] != 0;
  T value;
  std::memcpy(&value, array.bytes.data() + index * sizeof(T), sizeof(T));
  return value;
}

absl::Status CheckDType(const Array& array, DType wanted);

}  // namespace internal

/// `values` has as many elements as the shape says.
template <typename T>
Array MakeArray(std::vector<int64_t> shape, absl::Span<const T> values) {
  Array array{internal::DTypeOf<T>(), std::move(shape), {}};
  // memcpy from an empty span's null pointer would be undefined
  if (!values.empty()) {
    array.bytes.assign(reinterpret_cast<const char*>(values.data()),
                       values.size() * sizeof(T));
  }
  FLOW_CHECK(IsConsistent(array))
      << values.size() << " values do not fill the shape";
  return array;
}

/// The elements in row-major order; InvalidArgument when the array holds
/// another dtype than T.
template <typename T>
absl::StatusOr<std::vector<T>> Values(const Array& array) {
  FLOW_RETURN_IF_ERROR(internal::CheckDType(array, internal::DTypeOf<T>()));
  std::vector<T> values(NumElements(array));
  for (int64_t i = 0; i < std::ssize(values); ++i) {
    values[i] = internal::ElementAt<T>(array, i);
  }
  return values;
}

}  // namespace flow::core

#endif  // CORE_IO_ARRAY_H_
