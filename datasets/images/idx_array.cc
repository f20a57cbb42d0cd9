#include "datasets/images/idx_array.h"

#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "core/base/mapped_file.h"
#include "core/base/status_macros.h"
#include "core/io/gzip.h"

namespace flow::datasets {
namespace {

constexpr absl::string_view kGzip = "\x1f\x8b";
constexpr int kBytes = 0x08;

int64_t BigEndian(absl::string_view four) {
  int64_t number = 0;
  for (const char byte : four) {
    number = number << 8 | static_cast<uint8_t>(byte);
  }
  return number;
}

absl::Status CheckMagic(absl::string_view bytes, int dimensions) {
  if (bytes.size() < 4 || bytes[0] != 0 || bytes[1] != 0) {
    return absl::InvalidArgumentError("not an idx file");
  }
  if (bytes[2] != kBytes) {
    return absl::InvalidArgumentError(
        absl::StrFormat("the numbers must be bytes, type 0x08; got type 0x%02X",
                        static_cast<uint8_t>(bytes[2])));
  }
  if (bytes[3] != dimensions) {
    return absl::InvalidArgumentError(
        absl::StrCat("the array must have ", dimensions, " dimensions; got ",
                     static_cast<uint8_t>(bytes[3])));
  }
  return absl::OkStatus();
}

// Whether `count` is the product, which may be larger than any integer.
bool IsProduct(int64_t count, const std::vector<int64_t>& shape) {
  for (const int64_t size : shape) {
    if (count % size != 0) return false;
    count /= size;
  }
  return count == 1;
}

// Of bytes that `keeper` keeps.
absl::StatusOr<IdxArray> Parse(absl::string_view bytes,
                               std::shared_ptr<const void> keeper,
                               int dimensions) {
  FLOW_RETURN_IF_ERROR(CheckMagic(bytes, dimensions));
  bytes.remove_prefix(4);
  if (bytes.size() < 4 * dimensions) {
    return absl::DataLossError("the idx file is cut off in its header");
  }
  IdxArray array;
  for (int d = 0; d < dimensions; ++d) {
    array.shape.push_back(BigEndian(bytes.substr(0, 4)));
    bytes.remove_prefix(4);
    if (array.shape.back() == 0) {
      return absl::InvalidArgumentError(
          absl::StrCat("dimension ", d, " (from 0) of the array is 0"));
    }
  }
  if (!IsProduct(bytes.size(), array.shape)) {
    return absl::DataLossError(
        absl::StrCat("the header promises ", absl::StrJoin(array.shape, " x "),
                     " bytes; the file has ", bytes.size()));
  }
  array.value = {{reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size()},
                 std::move(keeper)};
  return array;
}

}  // namespace

absl::StatusOr<IdxArray> ReadIdxArray(const std::string& path, int dimensions) {
  FLOW_ASSIGN_OR_RETURN(const auto file, MappedFile::Open(path));
  absl::string_view bytes = file->bytes();
  std::shared_ptr<const void> keeper = file;
  if (absl::StartsWith(bytes, kGzip)) {
    absl::StatusOr<std::string> inflated = core::Gunzip(bytes);
    FLOW_RETURN_IF_ERROR(inflated.status()) << path;
    const auto kept = std::make_shared<const std::string>(*std::move(inflated));
    bytes = *kept;
    keeper = kept;
  }
  absl::StatusOr<IdxArray> array = Parse(bytes, std::move(keeper), dimensions);
  FLOW_RETURN_IF_ERROR(array.status()) << path;
  return array;
}

}  // namespace flow::datasets
