#include "flowlang/plan/message_text.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_format.h"
#include "google/protobuf/text_format.h"

namespace flow::lang {
namespace {

using google::protobuf::Message;
using google::protobuf::TextFormat;

std::string Print(const Message& message, bool single_line) {
  TextFormat::Printer printer;
  printer.SetSingleLineMode(single_line);
  printer.SetUseShortRepeatedPrimitives(true);
  std::string text;
  printer.PrintToString(message, &text);
  return text;
}

}  // namespace

std::string Block(const Message& message) { return Print(message, false); }

std::string SettingLine(absl::string_view name, const Message& message) {
  const std::string text = Print(message, true);
  return absl::StrFormat("%-10s %s\n", name,
                         absl::StripTrailingAsciiWhitespace(text));
}

}  // namespace flow::lang
