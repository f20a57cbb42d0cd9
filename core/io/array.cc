#include "core/io/array.h"

#include <cmath>
#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/io/little_endian.h"

namespace flow::core {
namespace {

template <typename T>
std::vector<double> Converted(const Array& array) {
  std::vector<double> values(NumElements(array));
  for (int64_t i = 0; i < std::ssize(values); ++i) {
    values[i] = static_cast<double>(internal::ElementAt<T>(array, i));
  }
  return values;
}

// IEEE 754's binary16: a sign, five bits of exponent, ten of mantissa.
double HalfToDouble(uint16_t bits) {
  const int exponent = (bits >> 10) & 0x1f;
  const double mantissa = bits & 0x3ff;
  double size = std::ldexp(mantissa + 1024, exponent - 25);
  if (exponent == 0) size = std::ldexp(mantissa, -24);  // subnormal
  if (exponent == 31) size = mantissa == 0 ? INFINITY : NAN;
  return (bits & 0x8000) != 0 ? -size : size;
}

std::vector<double> HalvesAsDoubles(const Array& array) {
  std::vector<double> values(NumElements(array));
  for (int64_t i = 0; i < std::ssize(values); ++i) {
    values[i] = HalfToDouble(internal::ElementAt<uint16_t>(array, i));
  }
  return values;
}

}  // namespace

absl::string_view DTypeName(DType dtype) {
  switch (dtype) {
    case DType::kFloat32:
      return "float32";
    case DType::kFloat64:
      return "float64";
    case DType::kFloat16:
      return "float16";
    case DType::kInt64:
      return "int64";
    case DType::kInt32:
      return "int32";
    case DType::kUint8:
      return "uint8";
    case DType::kBool:
      return "bool";
  }
  return "";
}

int64_t ItemSize(DType dtype) {
  switch (dtype) {
    case DType::kFloat64:
    case DType::kInt64:
      return 8;
    case DType::kFloat32:
    case DType::kInt32:
      return 4;
    case DType::kFloat16:
      return 2;
    case DType::kUint8:
    case DType::kBool:
      return 1;
  }
  return 0;
}

std::optional<int64_t> ByteSize(DType dtype, absl::Span<const int64_t> shape) {
  int64_t size = ItemSize(dtype);
  for (const int64_t dimension : shape) {
    if (dimension < 0 || __builtin_mul_overflow(size, dimension, &size)) {
      return std::nullopt;
    }
  }
  return size;
}

int64_t NumElements(const Array& array) {
  int64_t count = 1;
  for (const int64_t dimension : array.shape) count *= dimension;
  return count;
}

bool IsConsistent(const Array& array) {
  return ByteSize(array.dtype, array.shape) ==
         static_cast<int64_t>(array.bytes.size());
}

std::vector<double> ToDoubles(const Array& array) {
  FLOW_CHECK(IsConsistent(array)) << "the bytes do not fill the shape";
  switch (array.dtype) {
    case DType::kFloat32:
      return Converted<float>(array);
    case DType::kFloat64:
      return Converted<double>(array);
    case DType::kFloat16:
      return HalvesAsDoubles(array);
    case DType::kInt64:
      return Converted<int64_t>(array);
    case DType::kInt32:
      return Converted<int32_t>(array);
    case DType::kUint8:
      return Converted<uint8_t>(array);
    case DType::kBool:
      return Converted<bool>(array);
  }
  return {};
}

namespace internal {

absl::Status CheckDType(const Array& array, DType wanted) {
  FLOW_CHECK(IsConsistent(array)) << "the bytes do not fill the shape";
  if (array.dtype == wanted) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat("the array must be ",
                                                 DTypeName(wanted), "; got ",
                                                 DTypeName(array.dtype)));
}

}  // namespace internal
}  // namespace flow::core
