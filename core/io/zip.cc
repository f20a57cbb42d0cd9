#include "core/io/zip.h"

#include <zlib.h>

#include <algorithm>
#include <cstdint>
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
constexpr size_t kEndSize = 22;
constexpr size_t kMaxCommentSize = 0xffff;

constexpr uint16_t kVersion = 20;           // 2.0, the first with deflate
constexpr uint16_t kMadeByUnix = 3 << 8;    // so that the mode below counts
constexpr uint32_t kMode = 0100644u << 16;  // a file, rw-r--r--
constexpr uint16_t kDate = (1 << 5) | 1;    // 1 January 1980, the epoch
constexpr uint16_t kEncryptedFlag = 1 << 0;
constexpr uint16_t kUtf8Flag = 1 << 11;
constexpr uint16_t kStored = 0;
constexpr uint16_t kDeflated = 8;

// The values that say "see the zip64 record".
constexpr uint64_t kZip64Size = 0xffffffff;
constexpr uint64_t kZip64Count = 0xffff;

// What a local header and a directory entry have in common.
struct Header {
  uint16_t flags = 0;
  uint16_t method = kStored;
  uint32_t crc = 0;
  uint32_t packed_size = 0;
  uint32_t size = 0;
  std::string name;
  uint32_t offset = 0;  // of the local header
};

uint32_t Crc32(absl::string_view bytes) {
  return crc32_z(0, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size());
}

Header HeaderOf(const ZipEntry& entry, uint32_t offset) {
  const bool ascii =
      std::all_of(entry.name.begin(), entry.name.end(),
                  [](char c) { return static_cast<unsigned char>(c) < 128; });
  const uint32_t size = static_cast<uint32_t>(entry.content.size());
  return {ascii ? uint16_t{0} : kUtf8Flag,
          kStored,
          Crc32(entry.content),
          size,
          size,
          entry.name,
          offset};
}

void AppendCommonFields(const Header& header, std::string& bytes) {
  AppendLittleEndian<uint16_t>(kVersion, bytes);
  AppendLittleEndian<uint16_t>(header.flags, bytes);
  AppendLittleEndian<uint16_t>(header.method, bytes);
  AppendLittleEndian<uint16_t>(0, bytes);  // midnight
  AppendLittleEndian<uint16_t>(kDate, bytes);
  AppendLittleEndian<uint32_t>(header.crc, bytes);
  AppendLittleEndian<uint32_t>(header.packed_size, bytes);
  AppendLittleEndian<uint32_t>(header.size, bytes);
  AppendLittleEndian<uint16_t>(header.name.size(), bytes);
  AppendLittleEndian<uint16_t>(0, bytes);  // no extra field
}

void AppendLocalHeader(const Header& header, std::string& bytes) {
  AppendLittleEndian<uint32_t>(kLocalSignature, bytes);
  AppendCommonFields(header, bytes);
  bytes += header.name;
}

void AppendDirectoryEntry(const Header& header, std::string& bytes) {
  AppendLittleEndian<uint32_t>(kDirectorySignature, bytes);
  AppendLittleEndian<uint16_t>(kMadeByUnix | kVersion, bytes);
  AppendCommonFields(header, bytes);
  AppendLittleEndian<uint16_t>(0, bytes);  // no comment
  AppendLittleEndian<uint16_t>(0, bytes);  // on the first disk
  AppendLittleEndian<uint16_t>(0, bytes);  // not known to be text
  AppendLittleEndian<uint32_t>(kMode, bytes);
  AppendLittleEndian<uint32_t>(header.offset, bytes);
  bytes += header.name;
}

void AppendEnd(uint16_t count, uint32_t size, uint32_t offset,
               std::string& bytes) {
  AppendLittleEndian<uint32_t>(kEndSignature, bytes);
  AppendLittleEndian<uint16_t>(0, bytes);  // this disk
  AppendLittleEndian<uint16_t>(0, bytes);  // the directory's disk
  AppendLittleEndian<uint16_t>(count, bytes);
  AppendLittleEndian<uint16_t>(count, bytes);
  AppendLittleEndian<uint32_t>(size, bytes);
  AppendLittleEndian<uint32_t>(offset, bytes);
  AppendLittleEndian<uint16_t>(0, bytes);  // no comment
}

absl::Status CheckWritable(const std::vector<ZipEntry>& entries) {
  std::set<absl::string_view> names;
  uint64_t size = kEndSize;
  for (const ZipEntry& entry : entries) {
    if (!names.insert(entry.name).second) {
      return absl::InvalidArgumentError(
          absl::StrCat("the entry '", entry.name, "' comes twice"));
    }
    if (entry.name.size() > 0xffff) {
      return absl::InvalidArgumentError("an entry's name is over 65535 bytes");
    }
    // twice the name and at most 76 bytes of two headers
    size += entry.content.size() + 2 * entry.name.size() + 76;
  }
  if (size >= kZip64Size || entries.size() >= kZip64Count) {
    return absl::InvalidArgumentError(
        "the archive must be smaller than 4 GiB, with fewer than 65535 "
        "entries");
  }
  return absl::OkStatus();
}

absl::Status Corrupt(absl::string_view reason) {
  return absl::DataLossError(absl::StrCat("the zip archive ", reason));
}

struct Directory {
  uint16_t count;
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

absl::StatusOr<Directory> FindDirectory(absl::string_view bytes) {
  FLOW_ASSIGN_OR_RETURN(absl::string_view end, FindEnd(bytes));
  // two disk numbers and the count on this disk come first
  TakeBytes(6, end);
  const uint16_t count = *TakeLittleEndian<uint16_t>(end);
  const uint32_t size = *TakeLittleEndian<uint32_t>(end);
  const uint32_t offset = *TakeLittleEndian<uint32_t>(end);
  if (count == kZip64Count || size == kZip64Size || offset == kZip64Size) {
    return absl::InvalidArgumentError(
        "the archive must be smaller than 4 GiB; got zip64");
  }
  if (!TakeBytes(offset, bytes)) return Corrupt("is truncated");
  const std::optional<absl::string_view> entries = TakeBytes(size, bytes);
  if (!entries.has_value()) return Corrupt("is truncated");
  return Directory{count, *entries};
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
  if (!name.has_value() || !TakeBytes(extra_size, bytes) ||
      !TakeBytes(comment_size, bytes)) {
    return Corrupt("has a short directory");
  }
  Header header = ParseDirectoryFields(*fields);
  header.name = std::string(*name);
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

absl::StatusOr<std::string> SerializeZip(const std::vector<ZipEntry>& entries) {
  FLOW_RETURN_IF_ERROR(CheckWritable(entries));
  std::string bytes;
  std::string directory;
  for (const ZipEntry& entry : entries) {
    const Header header = HeaderOf(entry, static_cast<uint32_t>(bytes.size()));
    AppendLocalHeader(header, bytes);
    bytes += entry.content;
    AppendDirectoryEntry(header, directory);
  }
  const size_t offset = bytes.size();
  bytes += directory;
  AppendEnd(entries.size(), directory.size(), offset, bytes);
  return bytes;
}

absl::StatusOr<std::vector<ZipEntry>> ParseZip(absl::string_view bytes) {
  FLOW_ASSIGN_OR_RETURN(Directory directory, FindDirectory(bytes));
  std::vector<ZipEntry> entries;
  for (int i = 0; i < directory.count; ++i) {
    FLOW_ASSIGN_OR_RETURN(Header header, TakeDirectoryEntry(directory.entries));
    absl::StatusOr<std::string> content = ReadContent(header, bytes);
    FLOW_RETURN_IF_ERROR(content.status())
        << "in the entry '" << header.name << "'";
    entries.push_back({std::move(header.name), *std::move(content)});
  }
  return entries;
}

}  // namespace flow::core
