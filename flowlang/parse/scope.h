#ifndef FLOWLANG_PARSE_SCOPE_H_
#define FLOWLANG_PARSE_SCOPE_H_

#include <map>
#include <string>

#include "absl/strings/string_view.h"
#include "flowlang/source/source_text.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace flow::lang {

/// A message while its fields are being read.
struct Scope {
  const Scope* parent = nullptr;                             // null: the root
  const google::protobuf::FieldDescriptor* field = nullptr;  // null: the root
  google::protobuf::Message* message = nullptr;
  std::string path;       // of the message; "" is the root
  Span name;              // of the field that holds it
  bool unclosed = false;  // its brace, or one around it, has no partner
  /// Where each singular field was first written.
  std::map<const google::protobuf::FieldDescriptor*, Span> written;

  const google::protobuf::Descriptor& type() const {
    return *message->GetDescriptor();
  }

  /// How a sentence calls it: "the experiment", "'train'", and for the choice
  /// of a oneof with the field that it is chosen for: "coupling
  /// 'minibatch_ot'".
  std::string Title() const;

  /// The field of the same oneof that is already written, or null. An extension
  /// is one more arm.
  const google::protobuf::FieldDescriptor* ChosenInstead(
      const google::protobuf::FieldDescriptor& field) const;

  /// Whether this scope or one around it has a field of this name.
  bool IsKnownOutside(absl::string_view field_name) const;
};

}  // namespace flow::lang

#endif  // FLOWLANG_PARSE_SCOPE_H_
