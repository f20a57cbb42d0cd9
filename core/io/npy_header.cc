#include "core/io/npy_header.h"

#include <optional>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"

namespace flow::core {
namespace {

// Each of these takes one piece off the front of `text`, spaces before it too.

bool TakeMark(char mark, absl::string_view& text) {
  text = absl::StripLeadingAsciiWhitespace(text);
  return absl::ConsumePrefix(&text, absl::string_view(&mark, 1));
}

std::optional<std::string> TakeQuoted(absl::string_view& text) {
  const char quote = TakeMark('\'', text) ? '\'' : '"';
  if (quote == '"' && !TakeMark('"', text)) return std::nullopt;
  const size_t end = text.find(quote);
  if (end == absl::string_view::npos) return std::nullopt;
  const std::string content(text.substr(0, end));
  text.remove_prefix(end + 1);
  return content;
}

std::optional<bool> TakeBool(absl::string_view& text) {
  text = absl::StripLeadingAsciiWhitespace(text);
  if (absl::ConsumePrefix(&text, "True")) return true;
  if (absl::ConsumePrefix(&text, "False")) return false;
  return std::nullopt;
}

std::optional<int64_t> TakeInteger(absl::string_view& text) {
  text = absl::StripLeadingAsciiWhitespace(text);
  size_t size = 0;
  while (size < text.size() && absl::ascii_isdigit(text[size])) ++size;
  int64_t value;
  if (!absl::SimpleAtoi(text.substr(0, size), &value)) return std::nullopt;
  text.remove_prefix(size);
  // the mark of a long integer, in files that Python 2 wrote
  absl::ConsumePrefix(&text, "L");
  return value;
}

// (), (3,) or (3, 2)
std::optional<std::vector<int64_t>> TakeShape(absl::string_view& text) {
  if (!TakeMark('(', text)) return std::nullopt;
  std::vector<int64_t> shape;
  while (!TakeMark(')', text)) {
    const std::optional<int64_t> dimension = TakeInteger(text);
    if (!dimension.has_value()) return std::nullopt;
    shape.push_back(*dimension);
    if (TakeMark(',', text)) continue;
    if (!TakeMark(')', text)) return std::nullopt;
    break;
  }
  return shape;
}

absl::Status Malformed() {
  return absl::DataLossError("the npy header is malformed");
}

struct Entries {
  std::optional<std::string> descr;
  std::optional<bool> fortran_order;
  std::optional<std::vector<int64_t>> shape;
};

absl::Status TakeEntry(absl::string_view& text, Entries& entries) {
  const std::optional<std::string> key = TakeQuoted(text);
  if (!key.has_value() || !TakeMark(':', text)) return Malformed();
  bool good = false;
  if (*key == "descr") {
    if (TakeMark('[', text)) {
      return absl::InvalidArgumentError(
          "the array must hold plain numbers; got records");
    }
    good = (entries.descr = TakeQuoted(text)).has_value();
  } else if (*key == "fortran_order") {
    good = (entries.fortran_order = TakeBool(text)).has_value();
  } else if (*key == "shape") {
    good = (entries.shape = TakeShape(text)).has_value();
  }
  return good ? absl::OkStatus() : Malformed();
}

}  // namespace

absl::StatusOr<NpyHeader> ParseNpyHeader(absl::string_view text) {
  if (!TakeMark('{', text)) return Malformed();
  Entries entries;
  while (!TakeMark('}', text)) {
    const absl::Status status = TakeEntry(text, entries);
    if (!status.ok()) return status;
    if (TakeMark(',', text)) continue;
    if (!TakeMark('}', text)) return Malformed();
    break;
  }
  if (!entries.descr || !entries.fortran_order || !entries.shape ||
      !absl::StripAsciiWhitespace(text).empty()) {
    return Malformed();
  }
  return NpyHeader{*std::move(entries.descr), *entries.fortran_order,
                   *std::move(entries.shape)};
}

std::string FormatNpyHeader(const NpyHeader& header) {
  // a tuple of one element keeps its comma
  return absl::StrCat("{'descr': '", header.descr, "', 'fortran_order': ",
                      header.fortran_order ? "True" : "False", ", 'shape': (",
                      absl::StrJoin(header.shape, ", "),
                      header.shape.size() == 1 ? "," : "", "), }");
}

}  // namespace flow::core
