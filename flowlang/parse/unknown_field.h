#ifndef FLOWLANG_PARSE_UNKNOWN_FIELD_H_
#define FLOWLANG_PARSE_UNKNOWN_FIELD_H_

#include <string>

#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"

namespace flow::lang {

/// What to say to somebody who wrote a field `name` that `type` does not have:
/// the field of another name for the same thing (`lr` for `learning_rate`), the
/// closest field of `type`, the place in the language (whose root is `root`)
/// where a field of this name, or nearly, lives, or else all fields of `type`
/// if they are few. "" if there is nothing to say.
std::string HelpForUnknownField(absl::string_view name,
                                const google::protobuf::Descriptor& type,
                                const google::protobuf::Descriptor& root);

/// The field of `type` that somebody means who writes `name`, which it does not
/// have: one of another name for the same thing, or the closest; else null.
const google::protobuf::FieldDescriptor* FieldMeantBy(
    absl::string_view name, const google::protobuf::Descriptor& type);

}  // namespace flow::lang

#endif  // FLOWLANG_PARSE_UNKNOWN_FIELD_H_
