#include "core/io/npy.h"

#include <cstdint>
#include <optional>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "core/base/check.h"
#include "core/base/files.h"
#include "core/base/status_macros.h"
#include "core/io/little_endian.h"
#include "core/io/npy_header.h"

namespace flow::core {
namespace {

constexpr absl::string_view kMagic = "\x93NUMPY";
constexpr size_t kAlignment = 64;  // of the data, for memory mapping

absl::string_view DescrOf(DType dtype) {
  switch (dtype) {
    case DType::kFloat32:
      return "<f4";
    case DType::kFloat64:
      return "<f8";
    case DType::kFloat16:
      return "<f2";
    case DType::kInt64:
      return "<i8";
    case DType::kInt32:
      return "<i4";
    case DType::kUint8:
      return "|u1";
    case DType::kBool:
      return "|b1";
  }
  return "";
}

absl::StatusOr<DType> DTypeOfDescr(absl::string_view descr) {
  for (const DType dtype : kAllDTypes) {
    if (descr == DescrOf(dtype)) return dtype;
  }
  if (absl::StartsWith(descr, ">")) {
    return absl::InvalidArgumentError(
        absl::StrCat("the array must be little-endian; got '", descr, "'"));
  }
  if (absl::StartsWith(descr, "|O")) {
    return absl::InvalidArgumentError(
        "the array must hold plain numbers; got Python objects");
  }
  return absl::InvalidArgumentError(
      absl::StrCat("the dtype must be float32, float64, float16, int64, int32, "
                   "uint8 or bool; got '",
                   descr, "'"));
}

absl::Status Truncated() {
  return absl::DataLossError("the npy file is truncated");
}

// Two bytes in version 1, four later.
std::optional<uint32_t> TakeHeaderSize(int major, absl::string_view& bytes) {
  if (major == 1) return TakeLittleEndian<uint16_t>(bytes);
  return TakeLittleEndian<uint32_t>(bytes);
}

// Takes the magic string, the version and the header off the front.
absl::StatusOr<NpyHeader> TakeHeader(absl::string_view& bytes) {
  if (!absl::ConsumePrefix(&bytes, kMagic)) {
    return absl::InvalidArgumentError("not an npy file");
  }
  const std::optional<uint8_t> major = TakeLittleEndian<uint8_t>(bytes);
  const std::optional<uint8_t> minor = TakeLittleEndian<uint8_t>(bytes);
  if (!major.has_value() || !minor.has_value()) return Truncated();
  if (*major < 1 || *major > 3 || *minor != 0) {
    return absl::InvalidArgumentError(absl::StrCat(
        "the npy version must be 1.0, 2.0 or 3.0; got ", *major, ".", *minor));
  }
  const std::optional<uint32_t> size = TakeHeaderSize(*major, bytes);
  if (!size.has_value()) return Truncated();
  const std::optional<absl::string_view> text = TakeBytes(*size, bytes);
  if (!text.has_value()) return Truncated();
  return ParseNpyHeader(*text);
}

absl::StatusOr<ArrayView> View(absl::string_view bytes) {
  FLOW_ASSIGN_OR_RETURN(NpyHeader header, TakeHeader(bytes));
  FLOW_ASSIGN_OR_RETURN(const DType dtype, DTypeOfDescr(header.descr));
  if (header.fortran_order) {
    return absl::InvalidArgumentError(
        "the array must be in C order; got Fortran order");
  }
  const std::optional<int64_t> size = ByteSize(dtype, header.shape);
  if (!size.has_value()) {
    return absl::DataLossError("the npy header has an impossible shape");
  }
  const std::optional<absl::string_view> data = TakeBytes(*size, bytes);
  if (!data.has_value()) return Truncated();
  if (!bytes.empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat("the npy file must hold one array; got ", bytes.size(),
                     " bytes after it"));
  }
  return ArrayView{"", dtype, std::move(header.shape), *data};
}

}  // namespace

absl::StatusOr<ArrayView> ViewNpy(absl::string_view bytes,
                                  const std::string& path) {
  absl::StatusOr<ArrayView> view = View(bytes);
  FLOW_RETURN_IF_ERROR(view.status()) << path;
  return view;
}

absl::StatusOr<Array> ParseNpy(absl::string_view bytes,
                               const std::string& path) {
  FLOW_ASSIGN_OR_RETURN(ArrayView view, ViewNpy(bytes, path));
  return Array{view.dtype, std::move(view.shape), std::string(view.bytes)};
}

absl::StatusOr<Array> ReadNpy(const std::string& path) {
  FLOW_ASSIGN_OR_RETURN(const std::string bytes, ReadFile(path));
  return ParseNpy(bytes, path);
}

std::string SerializeNpy(const Array& array) {
  FLOW_CHECK(IsConsistent(array)) << "the bytes do not fill the shape";
  std::string header = FormatNpyHeader({std::string(DescrOf(array.dtype)),
                                        /*fortran_order=*/false, array.shape});
  const size_t before = kMagic.size() + 2 + sizeof(uint16_t);
  const size_t unpadded = before + header.size() + 1;
  header.append((kAlignment - unpadded % kAlignment) % kAlignment, ' ');
  header.push_back('\n');
  FLOW_CHECK(header.size() <= UINT16_MAX) << "more dimensions than version 1.0";
  std::string bytes(kMagic);
  bytes.append("\x01\x00", 2);
  AppendLittleEndian<uint16_t>(header.size(), bytes);
  absl::StrAppend(&bytes, header, array.bytes);
  return bytes;
}

}  // namespace flow::core
