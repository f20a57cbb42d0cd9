#include "core/io/zip.h"

#include <zlib.h>

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <set>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/io/gzip.h"
#include "core/io/little_endian.h"

namespace flow::core {
namespace {

constexpr uint32_t kLocalSignature = 0x04034b50;
constexpr uint32_t kDirectorySignature = 0x02014b50;
constexpr uint32_t kEndSignature = 0x06054b50;
constexpr uint32_t kEnd64Signature = 0x06064b50;
constexpr uint32_t kLocatorSignature = 0x07064b50;
constexpr size_t kEndSize = 22;
constexpr size_t kLocatorSize = 20;
constexpr size_t kMaxCommentSize = 0xffff;

constexpr uint16_t kVersion = 20;           // 2.0, the first with deflate
constexpr uint16_t kZip64Version = 45;      // 4.5, the first with zip64
constexpr uint16_t kMadeByUnix = 3 << 8;    // so that the mode below counts
constexpr uint32_t kMode = 0100644u << 16;  // a file, rw-r--r--
constexpr uint16_t kDate = (1 << 5) | 1;    // 1 January 1980, the epoch
constexpr uint16_t kEncryptedFlag = 1 << 0;
constexpr uint16_t kUtf8Flag = 1 << 11;
constexpr uint16_t kStored = 0;
constexpr uint16_t kDeflated = 8;

// The values that say "see the zip64 record", and its extra field.
constexpr uint64_t kZip64Size = 0xffffffff;
constexpr uint64_t kZip64Count = 0xffff;
constexpr uint16_t kZip64Field = 1;

// What a local header and a directory entry have in common.
struct Header {
  uint16_t flags = 0;
  uint16_t method = kStored;
  uint32_t crc = 0;
  uint64_t packed_size = 0;
  uint64_t size = 0;
  std::string name;
  uint64_t offset = 0;  // of the local header
};

uint32_t Crc32(absl::string_view bytes) {
  return crc32_z(0, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size());
}

Header HeaderOf(const ZipEntry& entry, uint64_t offset) {
  const bool ascii =
      std::all_of(entry.name.begin(), entry.name.end(),
                  [](char c) { return static_cast<unsigned char>(c) < 128; });
  const uint64_t size = entry.content.size();
  return {ascii ? uint16_t{0} : kUtf8Flag,
          kStored,
          Crc32(entry.content),
          size,
          size,
          entry.name,
          offset};
}

// Numbers in 32 bits each, and those that need more in an extra field.
class Sizes {
 public:
  explicit Sizes(uint64_t limit) : limit_(limit) {}

  // What stands in the place of `value`.
  uint32_t Put(uint64_t value) {
    if (value < limit_) return static_cast<uint32_t>(value);
    AppendLittleEndian<uint64_t>(value, large_);
    return kZip64Size;
  }

  bool AnyLarge() const { return !large_.empty(); }
  uint16_t Version() const { return AnyLarge() ? kZip64Version : kVersion; }

  // The extra field; empty where all are small.
  std::string Field() const {
    std::string field;
    if (!AnyLarge()) return field;
    AppendLittleEndian<uint16_t>(kZip64Field, field);
    AppendLittleEndian<uint16_t>(large_.size(), field);
    return field + large_;
  }

 private:
  uint64_t limit_;
  std::string large_;
};

void AppendCommonFields(const Header& header, const Sizes& sizes, uint32_t size,
                        std::string& bytes) {
  AppendLittleEndian<uint16_t>(sizes.Version(), bytes);
  AppendLittleEndian<uint16_t>(header.flags, bytes);
  AppendLittleEndian<uint16_t>(header.method, bytes);
  AppendLittleEndian<uint16_t>(0, bytes);  // midnight
  AppendLittleEndian<uint16_t>(kDate, bytes);
  AppendLittleEndian<uint32_t>(header.crc, bytes);
  AppendLittleEndian<uint32_t>(size, bytes);  // packed, which is stored
  AppendLittleEndian<uint32_t>(size, bytes);
  AppendLittleEndian<uint16_t>(header.name.size(), bytes);
  AppendLittleEndian<uint16_t>(sizes.Field().size(), bytes);
}

void AppendLocalHeader(const Header& header, uint64_t limit,
                       std::string& bytes) {
  Sizes sizes(limit);
  const uint32_t size = sizes.Put(header.size);
  sizes.Put(header.packed_size);
  AppendLittleEndian<uint32_t>(kLocalSignature, bytes);
  AppendCommonFields(header, sizes, size, bytes);
  bytes += header.name;
  bytes += sizes.Field();
}

void AppendDirectoryEntry(const Header& header, uint64_t limit,
                          std::string& bytes) {
  Sizes sizes(limit);
  const uint32_t size = sizes.Put(header.size);
  sizes.Put(header.packed_size);
  const uint32_t offset = sizes.Put(header.offset);
  AppendLittleEndian<uint32_t>(kDirectorySignature, bytes);
  AppendLittleEndian<uint16_t>(kMadeByUnix | sizes.Version(), bytes);
  AppendCommonFields(header, sizes, size, bytes);
  AppendLittleEndian<uint16_t>(0, bytes);  // no comment
  AppendLittleEndian<uint16_t>(0, bytes);  // on the first disk
  AppendLittleEndian<uint16_t>(0, bytes);  // not known to be text
  AppendLittleEndian<uint32_t>(kMode, bytes);
  AppendLittleEndian<uint32_t>(offset, bytes);
  bytes += header.name;
  bytes += sizes.Field();
}

// The end record of zip64 and where it is.
void AppendEnd64(uint64_t count, uint64_t size, uint64_t offset,
                 std::string& bytes) {
  AppendLittleEndian<uint32_t>(kEnd64Signature, bytes);
  AppendLittleEndian<uint64_t>(44, bytes);  // bytes behind this number
  AppendLittleEndian<uint16_t>(kMadeByUnix | kZip64Version, bytes);
  AppendLittleEndian<uint16_t>(kZip64Version, bytes);
  AppendLittleEndian<uint32_t>(0, bytes);  // this disk
  AppendLittleEndian<uint32_t>(0, bytes);  // the directory's disk
  AppendLittleEndian<uint64_t>(count, bytes);
  AppendLittleEndian<uint64_t>(count, bytes);
  AppendLittleEndian<uint64_t>(size, bytes);
  AppendLittleEndian<uint64_t>(offset, bytes);
  AppendLittleEndian<uint32_t>(kLocatorSignature, bytes);
  AppendLittleEndian<uint32_t>(0, bytes);  // the disk of that record
  AppendLittleEndian<uint64_t>(offset + size, bytes);
  AppendLittleEndian<uint32_t>(1, bytes);  // disks in all
}

void AppendEnd(uint64_t count, uint64_t size, uint64_t offset, uint64_t limit,
               std::string& bytes) {
  Sizes sizes(limit);
  const uint32_t short_size = sizes.Put(size);
  const uint32_t short_offset = sizes.Put(offset);
  if (sizes.AnyLarge() || count >= kZip64Count) {
    AppendEnd64(count, size, offset, bytes);
  }
  const uint16_t short_count = std::min(count, kZip64Count);
  AppendLittleEndian<uint32_t>(kEndSignature, bytes);
  AppendLittleEndian<uint16_t>(0, bytes);  // this disk
  AppendLittleEndian<uint16_t>(0, bytes);  // the directory's disk
  AppendLittleEndian<uint16_t>(short_count, bytes);
  AppendLittleEndian<uint16_t>(short_count, bytes);
  AppendLittleEndian<uint32_t>(short_size, bytes);
  AppendLittleEndian<uint32_t>(short_offset, bytes);
  AppendLittleEndian<uint16_t>(0, bytes);  // no comment
}

absl::Status CheckWritable(const std::vector<ZipEntry>& entries) {
  std::set<absl::string_view> names;
  for (const ZipEntry& entry : entries) {
    if (!names.insert(entry.name).second) {
      return absl::InvalidArgumentError(
          absl::StrCat("the entry '", entry.name, "' comes twice"));
    }
    if (entry.name.size() > 0xffff) {
      return absl::InvalidArgumentError("an entry's name is over 65535 bytes");
    }
  }
  return absl::OkStatus();
}

absl::Status Corrupt(absl::string_view reason) {
  return absl::DataLossError(absl::StrCat("the zip archive ", reason));
}

struct Directory {
  uint64_t count;
  absl::string_view entries;
};

// The end record is the last thing but a comment, which may be there.
absl::StatusOr<absl::string_view> FindEnd(absl::string_view bytes) {
  const size_t longest = std::min(bytes.size(), kEndSize + kMaxCommentSize);
  for (size_t size = kEndSize; size <= longest; ++size) {
    absl::string_view end = bytes.substr(bytes.size() - size);
    absl::string_view comment_size = end.substr(kEndSize - 2);
    if (TakeLittleEndian<uint32_t>(end) == kEndSignature &&
        TakeLittleEndian<uint16_t>(comment_size) == size - kEndSize) {
      return end;
    }
  }
  return Corrupt("has no end record: truncated, or another kind of file");
}

// Where the directory is and how many entries it has.
struct End {
  uint64_t count, size, offset;
};

// By the record of zip64, whose place stands right before the end record.
absl::StatusOr<End> FindEnd64(absl::string_view bytes, size_t end) {
  if (end < kLocatorSize) return Corrupt("has no zip64 locator");
  absl::string_view locator = bytes.substr(end - kLocatorSize, kLocatorSize);
  if (TakeLittleEndian<uint32_t>(locator) != kLocatorSignature) {
    return Corrupt("has no zip64 locator");
  }
  TakeBytes(4, locator);  // the disk
  absl::string_view record = bytes;
  if (!TakeBytes(*TakeLittleEndian<uint64_t>(locator), record) ||
      TakeLittleEndian<uint32_t>(record) != kEnd64Signature ||
      record.size() < 52) {
    return Corrupt("has no zip64 end record");
  }
  // the size of the record, two versions, two disks, the count on this one
  TakeBytes(28, record);
  End found;
  found.count = *TakeLittleEndian<uint64_t>(record);
  found.size = *TakeLittleEndian<uint64_t>(record);
  found.offset = *TakeLittleEndian<uint64_t>(record);
  return found;
}

absl::StatusOr<Directory> FindDirectory(absl::string_view bytes) {
  FLOW_ASSIGN_OR_RETURN(absl::string_view end, FindEnd(bytes));
  const size_t end_at = end.data() - bytes.data() - 4;  // its signature's
  // two disk numbers and the count on this disk come first
  TakeBytes(6, end);
  End found;
  found.count = *TakeLittleEndian<uint16_t>(end);
  found.size = *TakeLittleEndian<uint32_t>(end);
  found.offset = *TakeLittleEndian<uint32_t>(end);
  if (found.count == kZip64Count || found.size == kZip64Size ||
      found.offset == kZip64Size) {
    FLOW_ASSIGN_OR_RETURN(found, FindEnd64(bytes, end_at));
  }
  if (!TakeBytes(found.offset, bytes)) return Corrupt("is truncated");
  const std::optional<absl::string_view> entries = TakeBytes(found.size, bytes);
  if (!entries.has_value()) return Corrupt("is truncated");
  return Directory{found.count, *entries};
}

// The numbers that the fixed fields leave to zip64's field, in their order.
absl::Status ReadLarge(absl::string_view extra, Header& header) {
  const std::initializer_list<uint64_t*> numbers = {
      &header.size, &header.packed_size, &header.offset};
  if (std::none_of(numbers.begin(), numbers.end(),
                   [](const uint64_t* n) { return *n == kZip64Size; })) {
    return absl::OkStatus();
  }
  while (!extra.empty()) {
    const std::optional<uint16_t> id = TakeLittleEndian<uint16_t>(extra);
    const std::optional<uint16_t> size = TakeLittleEndian<uint16_t>(extra);
    std::optional<absl::string_view> field;
    if (size) field = TakeBytes(*size, extra);
    if (!id || !field) break;
    if (*id != kZip64Field) continue;
    for (uint64_t* number : numbers) {
      if (*number != kZip64Size) continue;
      const std::optional<uint64_t> large = TakeLittleEndian<uint64_t>(*field);
      if (!large) return Corrupt("has a short zip64 field");
      *number = *large;
    }
    return absl::OkStatus();
  }
  return Corrupt("has no zip64 field where one must be");
}

// The fixed part of a directory entry is 46 bytes, checked by the caller.
Header ParseDirectoryFields(absl::string_view fields) {
  Header header;
  TakeBytes(8, fields);  // signature and versions
  header.flags = *TakeLittleEndian<uint16_t>(fields);
  header.method = *TakeLittleEndian<uint16_t>(fields);
  TakeBytes(4, fields);  // time and date
  header.crc = *TakeLittleEndian<uint32_t>(fields);
  header.packed_size = *TakeLittleEndian<uint32_t>(fields);
  header.size = *TakeLittleEndian<uint32_t>(fields);
  TakeBytes(14, fields);  // lengths, disk and attributes
  header.offset = *TakeLittleEndian<uint32_t>(fields);
  return header;
}

absl::StatusOr<Header> TakeDirectoryEntry(absl::string_view& bytes) {
  const std::optional<absl::string_view> fields = TakeBytes(46, bytes);
  if (!fields.has_value()) return Corrupt("has a short directory");
  absl::string_view signature = *fields;
  if (TakeLittleEndian<uint32_t>(signature) != kDirectorySignature) {
    return Corrupt("has a malformed directory");
  }
  absl::string_view lengths = fields->substr(28);
  const uint16_t name_size = *TakeLittleEndian<uint16_t>(lengths);
  const uint16_t extra_size = *TakeLittleEndian<uint16_t>(lengths);
  const uint16_t comment_size = *TakeLittleEndian<uint16_t>(lengths);
  const std::optional<absl::string_view> name = TakeBytes(name_size, bytes);
  if (!name.has_value()) return Corrupt("has a short directory");
  const std::optional<absl::string_view> extra = TakeBytes(extra_size, bytes);
  if (!extra.has_value() || !TakeBytes(comment_size, bytes)) {
    return Corrupt("has a short directory");
  }
  Header header = ParseDirectoryFields(*fields);
  header.name = std::string(*name);
  FLOW_RETURN_IF_ERROR(ReadLarge(*extra, header))
      << "in the entry '" << header.name << "'";
  return header;
}

// The packed bytes follow the local header, whose name and extra field may
// have other lengths than the directory's.
std::optional<absl::string_view> PackedBytes(const Header& header,
                                             absl::string_view bytes) {
  if (!TakeBytes(header.offset, bytes)) return std::nullopt;
  if (TakeLittleEndian<uint32_t>(bytes) != kLocalSignature) {
    return std::nullopt;
  }
  if (!TakeBytes(22, bytes)) return std::nullopt;
  const std::optional<uint16_t> name = TakeLittleEndian<uint16_t>(bytes);
  const std::optional<uint16_t> extra = TakeLittleEndian<uint16_t>(bytes);
  if (!name || !extra || !TakeBytes(*name, bytes) ||
      !TakeBytes(*extra, bytes)) {
    return std::nullopt;
  }
  return TakeBytes(header.packed_size, bytes);
}

absl::StatusOr<std::string> Unpack(const Header& header,
                                   absl::string_view packed) {
  if (header.method == kDeflated) return Inflate(packed, header.size);
  if (header.method != kStored) {
    return absl::InvalidArgumentError(
        absl::StrCat("the compression must be stored or deflated; got method ",
                     header.method));
  }
  return std::string(packed);
}

absl::StatusOr<std::string> ReadContent(const Header& header,
                                        absl::string_view bytes) {
  if ((header.flags & kEncryptedFlag) != 0) {
    return absl::InvalidArgumentError("the entry is encrypted");
  }
  const std::optional<absl::string_view> packed = PackedBytes(header, bytes);
  if (!packed.has_value()) return Corrupt("points outside of its data");
  FLOW_ASSIGN_OR_RETURN(std::string content, Unpack(header, *packed));
  if (content.size() != header.size || Crc32(content) != header.crc) {
    return absl::DataLossError("the checksum does not match");
  }
  return content;
}

}  // namespace

absl::StatusOr<std::string> internal::SerializeZip(
    const std::vector<ZipEntry>& entries, uint64_t limit) {
  FLOW_RETURN_IF_ERROR(CheckWritable(entries));
  std::string bytes;
  std::string directory;
  for (const ZipEntry& entry : entries) {
    const Header header = HeaderOf(entry, bytes.size());
    AppendLocalHeader(header, limit, bytes);
    bytes += entry.content;
    AppendDirectoryEntry(header, limit, directory);
  }
  const uint64_t offset = bytes.size();
  bytes += directory;
  AppendEnd(entries.size(), directory.size(), offset, limit, bytes);
  return bytes;
}

absl::StatusOr<std::string> SerializeZip(const std::vector<ZipEntry>& entries) {
  return internal::SerializeZip(entries, kZip64Size);
}

absl::StatusOr<std::vector<ZipEntry>> ParseZip(absl::string_view bytes) {
  FLOW_ASSIGN_OR_RETURN(Directory directory, FindDirectory(bytes));
  std::vector<ZipEntry> entries;
  for (uint64_t i = 0; i < directory.count; ++i) {
    FLOW_ASSIGN_OR_RETURN(Header header, TakeDirectoryEntry(directory.entries));
    absl::StatusOr<std::string> content = ReadContent(header, bytes);
    FLOW_RETURN_IF_ERROR(content.status())
        << "in the entry '" << header.name << "'";
    entries.push_back({std::move(header.name), *std::move(content)});
  }
  return entries;
}

}  // namespace flow::core
