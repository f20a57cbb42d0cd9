#ifndef FLOWLANG_PARSE_SCALAR_VALUE_H_
#define FLOWLANG_PARSE_SCALAR_VALUE_H_

/// One value that is not a message: from tokens into a field.

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "flowlang/diag/code.h"
#include "flowlang/parse/token_table.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace flow::lang {

/// The tokens of a value: an optional minus sign, then one token, or several
/// strings that are joined.
struct ScalarText {
  bool negative = false;
  Token::Kind kind = Token::Kind::kEnd;
  std::string text;                 // of the one token, or of the first string
  std::vector<std::string> pieces;  // of strings, quotes and escapes as written

  /// As a message quotes it.
  std::string AsWritten() const;
};

/// Why a value does not fit its field.
struct ValueMistake {
  Code code;  // wrong-type, out-of-range or unknown-value
  std::string message;
  std::string help;
};

/// Sets `field` of `message`, or adds an element if it is repeated. `path`
/// names the field in the mistake: "'train.batch' must be a whole number;
/// got 1.5". Takes what protobuf's text format takes: hexadecimal and octal
/// whole numbers, inf and nan, t and f, numbers of enum values. `field` is not
/// a message. Changes nothing after a mistake.
std::optional<ValueMistake> SetScalar(
    const ScalarText& value, absl::string_view path,
    const google::protobuf::FieldDescriptor& field,
    google::protobuf::Message* message);

/// What a field takes, in a few words: "a whole number", "text in quotes",
/// "a group { ... }".
std::string WhatItTakes(const google::protobuf::FieldDescriptor& field);

}  // namespace flow::lang

#endif  // FLOWLANG_PARSE_SCALAR_VALUE_H_
