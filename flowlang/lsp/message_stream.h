#ifndef FLOWLANG_LSP_MESSAGE_STREAM_H_
#define FLOWLANG_LSP_MESSAGE_STREAM_H_

/// The framing of the Language Server Protocol 3.17 ("Base Protocol"): header
/// lines, an empty line, and as many bytes as `Content-Length` says:
///
///     Content-Length: 17\r\n
///     \r\n
///     {"jsonrpc":"2.0"}

#include <cstdint>
#include <istream>
#include <ostream>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace flow::lang {

/// Takes messages from a stream. Not thread-safe.
class MessageReader {
 public:
  /// Longer messages are passed over.
  static constexpr int64_t kMaxLength = int64_t{16} << 20;

  /// `in` must outlive the reader.
  explicit MessageReader(std::istream* in) : in_(*in) {}

  /// The content of the next message; waits for it. InvalidArgument: no length
  /// that can be read stands in the header; ResourceExhausted: it is over
  /// kMaxLength. The reader is then at what follows, where a header is found
  /// again even behind the rest of a message that was not understood.
  /// OutOfRange: the input is at its end, maybe in the middle of a message.
  absl::StatusOr<std::string> Next();

  /// Whether bytes are there already that Next would begin with. False is no
  /// promise.
  bool MoreIsWaiting();

 private:
  absl::StatusOr<int64_t> ReadHeader();
  bool ReadLine(std::string* line);

  std::istream& in_;
};

/// Frames the content and flushes.
void WriteMessage(absl::string_view content, std::ostream* out);

}  // namespace flow::lang

#endif  // FLOWLANG_LSP_MESSAGE_STREAM_H_
