#include "core/io/safetensors.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/check.h"
#include "core/base/files.h"
#include "core/base/status_macros.h"
#include "core/io/crc32c.h"
#include "core/io/little_endian.h"
#include "nlohmann/json.hpp"

namespace flow::core {
namespace {

// Keeps the order of the keys, which is the order of the arrays.
using Json = nlohmann::ordered_json;

constexpr char kMetadataKey[] = "__metadata__";
constexpr char kChecksumKey[] = "crc32c";
constexpr size_t kAlignment = 8;

absl::string_view CodeOf(DType dtype) {
  switch (dtype) {
    case DType::kFloat32:
      return "F32";
    case DType::kFloat64:
      return "F64";
    case DType::kFloat16:
      return "F16";
    case DType::kInt64:
      return "I64";
    case DType::kInt32:
      return "I32";
    case DType::kUint8:
      return "U8";
    case DType::kBool:
      return "BOOL";
  }
  return "";
}

std::string ChecksumOf(absl::string_view data) {
  return absl::StrCat(absl::Hex(Crc32c(data), absl::kZeroPad8));
}

// --- writing ---

// Offsets of each array in the data section, larger items first.
std::vector<uint64_t> LayOut(const std::vector<NamedArray>& arrays) {
  std::vector<uint64_t> offsets(arrays.size());
  uint64_t end = 0;
  for (const int64_t item_size : {8, 4, 2, 1}) {
    for (size_t i = 0; i < arrays.size(); ++i) {
      const Array& array = arrays[i].array;
      if (ItemSize(array.dtype) != item_size) continue;
      offsets[i] = end;
      end += array.bytes.size();
    }
  }
  return offsets;
}

std::string DataSection(const std::vector<NamedArray>& arrays,
                        const std::vector<uint64_t>& offsets) {
  size_t size = 0;
  for (const NamedArray& named : arrays) size += named.array.bytes.size();
  std::string data(size, '\0');
  for (size_t i = 0; i < arrays.size(); ++i) {
    const std::string& bytes = arrays[i].array.bytes;
    std::copy(bytes.begin(), bytes.end(), data.begin() + offsets[i]);
  }
  return data;
}

Json MakeHeader(const std::vector<NamedArray>& arrays,
                const std::vector<uint64_t>& offsets,
                const Metadata& metadata) {
  Json header = Json::object();
  header[kMetadataKey] = metadata;
  for (size_t i = 0; i < arrays.size(); ++i) {
    const auto& [name, array] = arrays[i];
    FLOW_CHECK(!header.contains(name))
        << "the array '" << name << "' comes twice or is reserved";
    FLOW_CHECK(IsConsistent(array))
        << "the bytes of '" << name << "' do not fill its shape";
    header[name] = {
        {"dtype", std::string(CodeOf(array.dtype))},
        {"shape", array.shape},
        {"data_offsets", {offsets[i], offsets[i] + array.bytes.size()}}};
  }
  return header;
}

// --- reading ---

absl::Status Corrupt(absl::string_view reason) {
  return absl::DataLossError(reason);
}

absl::Status CorruptArray(absl::string_view name, absl::string_view reason) {
  return Corrupt(absl::StrCat("the array '", name, "' ", reason));
}

absl::StatusOr<Json> TakeHeader(absl::string_view& bytes) {
  const std::optional<uint64_t> size = TakeLittleEndian<uint64_t>(bytes);
  const std::optional<absl::string_view> text =
      size.has_value() ? TakeBytes(*size, bytes) : std::nullopt;
  if (!text.has_value()) {
    return Corrupt("the header is truncated, or this is no safetensors file");
  }
  Json header = Json::parse(text->begin(), text->end(), /*cb=*/nullptr,
                            /*allow_exceptions=*/false);
  if (!header.is_object()) return Corrupt("the header is malformed");
  return header;
}

absl::StatusOr<Metadata> ParseMetadata(const Json& json) {
  Metadata metadata;
  if (!json.is_object()) return Corrupt("the metadata is malformed");
  for (const auto& [key, value] : json.items()) {
    if (!value.is_string()) return Corrupt("the metadata is malformed");
    metadata[key] = value.get<std::string>();
  }
  return metadata;
}

// A list of numbers that fit a signed 64-bit integer and are not negative.
std::optional<std::vector<int64_t>> ParseSizes(const Json& json) {
  if (!json.is_array()) return std::nullopt;
  std::vector<int64_t> sizes;
  for (const Json& size : json) {
    if (!size.is_number_unsigned()) return std::nullopt;
    if (size.get<uint64_t>() > INT64_MAX) return std::nullopt;
    sizes.push_back(size.get<int64_t>());
  }
  return sizes;
}

absl::StatusOr<DType> ParseDType(const std::string& name, const Json& json) {
  if (!json.is_string()) return CorruptArray(name, "has no dtype");
  const std::string code = json.get<std::string>();
  for (const DType dtype : kAllDTypes) {
    if (absl::string_view(code) == CodeOf(dtype)) return dtype;
  }
  return absl::InvalidArgumentError(absl::StrCat(
      "the dtype of '", name,
      "' must be F32, F64, F16, I64, I32, U8 or BOOL; got ", code));
}

struct Entry {
  std::string name;
  DType dtype;
  std::vector<int64_t> shape;
  int64_t begin;
  int64_t end;
};

absl::StatusOr<Entry> ParseEntry(const std::string& name, const Json& json) {
  if (!json.is_object() || !json.contains("dtype") || !json.contains("shape") ||
      !json.contains("data_offsets")) {
    return CorruptArray(name, "has an incomplete entry");
  }
  FLOW_ASSIGN_OR_RETURN(const DType dtype, ParseDType(name, json["dtype"]));
  std::optional<std::vector<int64_t>> shape = ParseSizes(json["shape"]);
  const auto offsets = ParseSizes(json["data_offsets"]);
  if (!shape.has_value() || !offsets.has_value() || offsets->size() != 2) {
    return CorruptArray(name, "has a malformed entry");
  }
  const auto [begin, end] = std::pair((*offsets)[0], (*offsets)[1]);
  if (end < begin || ByteSize(dtype, *shape) != end - begin) {
    return CorruptArray(name, "has offsets that do not fit its shape");
  }
  return Entry{name, dtype, *std::move(shape), begin, end};
}

// The arrays lie one after another and fill the data section.
absl::Status CheckLayout(const std::vector<Entry>& entries, int64_t size) {
  std::vector<std::pair<int64_t, int64_t>> ranges;
  for (const Entry& entry : entries)
    ranges.emplace_back(entry.begin, entry.end);
  std::sort(ranges.begin(), ranges.end());
  int64_t expected = 0;
  for (const auto& [begin, end] : ranges) {
    if (begin < expected) return Corrupt("arrays overlap");
    if (begin > expected) return Corrupt("there is a gap between arrays");
    expected = end;
  }
  if (expected > size) return Corrupt("the data is truncated");
  if (expected < size) return Corrupt("bytes follow the last array");
  return absl::OkStatus();
}

absl::Status CheckAndRemoveChecksum(absl::string_view data,
                                    Metadata& metadata) {
  const auto stored = metadata.find(kChecksumKey);
  if (stored == metadata.end()) return absl::OkStatus();
  if (stored->second != ChecksumOf(data)) {
    return Corrupt(absl::StrCat("the checksum does not match: stored ",
                                stored->second, ", computed ",
                                ChecksumOf(data)));
  }
  metadata.erase(stored);
  return absl::OkStatus();
}

absl::StatusOr<SafetensorsView> View(absl::string_view bytes) {
  FLOW_ASSIGN_OR_RETURN(const Json header, TakeHeader(bytes));
  SafetensorsView file;
  std::vector<Entry> entries;
  for (const auto& [name, json] : header.items()) {
    if (name == kMetadataKey) {
      FLOW_ASSIGN_OR_RETURN(file.metadata, ParseMetadata(json));
      continue;
    }
    FLOW_ASSIGN_OR_RETURN(Entry entry, ParseEntry(name, json));
    entries.push_back(std::move(entry));
  }
  FLOW_RETURN_IF_ERROR(
      CheckLayout(entries, static_cast<int64_t>(bytes.size())));
  FLOW_RETURN_IF_ERROR(CheckAndRemoveChecksum(bytes, file.metadata));
  for (Entry& entry : entries) {
    file.arrays.push_back({std::move(entry.name), entry.dtype,
                           std::move(entry.shape),
                           bytes.substr(entry.begin, entry.end - entry.begin)});
  }
  return file;
}

}  // namespace

std::string SerializeSafetensors(const std::vector<NamedArray>& arrays,
                                 const Metadata& metadata) {
  FLOW_CHECK(metadata.count(kChecksumKey) == 0) << "writing adds the checksum";
  const std::vector<uint64_t> offsets = LayOut(arrays);
  const std::string data = DataSection(arrays, offsets);
  Metadata with_checksum = metadata;
  with_checksum[kChecksumKey] = ChecksumOf(data);
  // text that is not UTF-8 gets replacement marks rather than an exception
  std::string header = MakeHeader(arrays, offsets, with_checksum)
                           .dump(/*indent=*/-1, ' ', /*ensure_ascii=*/false,
                                 Json::error_handler_t::replace);
  header.append((kAlignment - header.size() % kAlignment) % kAlignment, ' ');
  std::string bytes;
  AppendLittleEndian<uint64_t>(header.size(), bytes);
  absl::StrAppend(&bytes, header, data);
  return bytes;
}

absl::StatusOr<SafetensorsView> ViewSafetensors(absl::string_view bytes,
                                                const std::string& path) {
  absl::StatusOr<SafetensorsView> file = View(bytes);
  FLOW_RETURN_IF_ERROR(file.status()) << path;
  return file;
}

absl::StatusOr<Safetensors> ParseSafetensors(absl::string_view bytes,
                                             const std::string& path) {
  FLOW_ASSIGN_OR_RETURN(SafetensorsView views, ViewSafetensors(bytes, path));
  Safetensors file{{}, std::move(views.metadata)};
  for (ArrayView& view : views.arrays) {
    file.arrays.push_back(
        {std::move(view.name),
         {view.dtype, std::move(view.shape), std::string(view.bytes)}});
  }
  return file;
}

absl::Status WriteSafetensors(const std::string& path,
                              const std::vector<NamedArray>& arrays,
                              const Metadata& metadata) {
  return WriteFileAtomically(path, SerializeSafetensors(arrays, metadata));
}

absl::StatusOr<Safetensors> ReadSafetensors(const std::string& path) {
  FLOW_ASSIGN_OR_RETURN(const std::string bytes, ReadFile(path));
  return ParseSafetensors(bytes, path);
}

}  // namespace flow::core
