#include "core/io/gzip.h"

#include <zlib.h>

#include <algorithm>
#include <limits>
#include <vector>

#include "absl/cleanup/cleanup.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/base/check.h"
#include "core/base/status_macros.h"

namespace flow::core {
namespace {

// zlib's codes for the framing that inflate expects.
constexpr int kGzipWindow = 15 + 16;
constexpr int kRawWindow = -15;

constexpr uint64_t kNoLimit = std::numeric_limits<uint64_t>::max();

absl::Status Corrupt(absl::string_view reason) {
  return absl::DataLossError(
      absl::StrCat("the compressed data is corrupt: ", reason));
}

// zlib counts its input in 32 bits, so that long inputs go in by parts.
void Feed(z_stream& stream, absl::string_view& bytes) {
  constexpr size_t kPart = 1 << 30;
  if (stream.avail_in > 0) return;
  const size_t count = std::min(bytes.size(), kPart);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(count);
  bytes.remove_prefix(count);
}

// Expands one stream from the front of `bytes` onto `out`, which may grow to
// `limit` bytes, and leaves in `bytes` what follows the stream.
absl::Status InflateOne(int window, uint64_t limit, absl::string_view& bytes,
                        std::string& out) {
  z_stream stream = {};
  FLOW_CHECK(inflateInit2(&stream, window) == Z_OK) << "zlib does not start";
  const auto ender = absl::MakeCleanup([&stream] { inflateEnd(&stream); });
  std::vector<Bytef> buffer(1 << 16);
  int code = Z_OK;
  while (code != Z_STREAM_END) {
    Feed(stream, bytes);
    stream.next_out = buffer.data();
    stream.avail_out = static_cast<uInt>(buffer.size());
    code = inflate(&stream, Z_NO_FLUSH);
    // no progress: the input has ended before the stream
    if (code == Z_BUF_ERROR) {
      return absl::DataLossError("the compressed data is truncated");
    }
    if (code != Z_OK && code != Z_STREAM_END) {
      return Corrupt(stream.msg != nullptr ? stream.msg
                                           : "it does not inflate");
    }
    const size_t count = buffer.size() - stream.avail_out;
    if (count > limit - out.size()) return Corrupt("it is too long");
    out.append(reinterpret_cast<const char*>(buffer.data()), count);
  }
  bytes = absl::string_view(reinterpret_cast<const char*>(stream.next_in),
                            stream.avail_in + bytes.size());
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::string> Gunzip(absl::string_view bytes) {
  std::string out;
  do {
    FLOW_RETURN_IF_ERROR(InflateOne(kGzipWindow, kNoLimit, bytes, out));
  } while (!bytes.empty());
  return out;
}

absl::StatusOr<std::string> Inflate(absl::string_view bytes, uint64_t size) {
  std::string out;
  FLOW_RETURN_IF_ERROR(InflateOne(kRawWindow, size, bytes, out));
  if (out.size() != size) return Corrupt("it is too short");
  if (!bytes.empty()) return Corrupt("bytes follow the end of the stream");
  return out;
}

}  // namespace flow::core
