#include "flowlang/lsp/message_stream.h"

#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"

namespace flow::lang {
namespace {

// of a longer line the beginning is forgotten
constexpr int kMaxLine = 4096;

constexpr absl::string_view kLengthName = "content-length:";

absl::Status EndOfInput() {
  return absl::OutOfRangeError("the input is at its end");
}

// What stands behind the name, which may itself stand behind the rest of a
// message that was longer than its header said.
std::optional<std::string> LengthField(absl::string_view line) {
  const std::string lower = absl::AsciiStrToLower(line);
  const size_t at = lower.rfind(std::string(kLengthName));
  if (at == std::string::npos) return std::nullopt;
  return std::string(
      absl::StripAsciiWhitespace(line.substr(at + kLengthName.size())));
}

}  // namespace

absl::StatusOr<std::string> MessageReader::Next() {
  FLOW_ASSIGN_OR_RETURN(const int64_t length, ReadHeader());
  if (length > kMaxLength) {
    in_.ignore(length);
    return absl::ResourceExhaustedError(absl::StrCat(
        "a message may have ", kMaxLength, " bytes; got ", length));
  }
  std::string content(length, '\0');
  in_.read(content.data(), length);
  if (in_.gcount() < length) return EndOfInput();
  return content;
}

bool MessageReader::MoreIsWaiting() { return in_.rdbuf()->in_avail() > 0; }

absl::StatusOr<int64_t> MessageReader::ReadHeader() {
  std::string line;
  std::optional<std::string> field;
  bool empty = true;
  while (true) {
    if (!ReadLine(&line)) return EndOfInput();
    if (line.empty()) {
      if (!empty) break;
      continue;  // stray line ends between messages
    }
    empty = false;
    if (auto found = LengthField(line)) field = std::move(found);
  }
  int64_t length = 0;
  if (!field) {
    return absl::InvalidArgumentError("a header has no Content-Length");
  }
  if (!absl::SimpleAtoi(*field, &length) || length < 0) {
    return absl::InvalidArgumentError(absl::StrCat(
        "'Content-Length' must be a whole number >= 0; got '", *field, "'"));
  }
  return length;
}

// Without its end, \r\n or \n. False when the input ends first.
bool MessageReader::ReadLine(std::string* line) {
  line->clear();
  while (true) {
    const int byte = in_.get();
    if (byte == std::istream::traits_type::eof()) return false;
    if (byte == '\n') break;
    // of a line too long the end is kept: a header may stand there
    if (line->size() >= 2 * kMaxLine) line->erase(0, kMaxLine);
    line->push_back(static_cast<char>(byte));
  }
  if (!line->empty() && line->back() == '\r') line->pop_back();
  return true;
}

void WriteMessage(absl::string_view content, std::ostream* out) {
  *out << "Content-Length: " << content.size() << "\r\n\r\n" << content;
  out->flush();
}

}  // namespace flow::lang
