#ifndef FLOWLANG_PLAN_MESSAGE_TEXT_H_
#define FLOWLANG_PLAN_MESSAGE_TEXT_H_

#include <string>

#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"

namespace flow::lang {

/// A message in the text format, a field a line.
std::string Block(const google::protobuf::Message& message);

/// `name`, blanks up to a column, and the message on one line.
std::string SettingLine(absl::string_view name,
                        const google::protobuf::Message& message);

}  // namespace flow::lang

#endif  // FLOWLANG_PLAN_MESSAGE_TEXT_H_
