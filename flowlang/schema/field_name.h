#ifndef FLOWLANG_SCHEMA_FIELD_NAME_H_
#define FLOWLANG_SCHEMA_FIELD_NAME_H_

#include <string>
#include <vector>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace flow::lang {

/// A field as a file writes it and as paths of settings name it: "sigma", and
/// in brackets "[my.lab.spiral]" for an extension.
inline std::string FieldName(const google::protobuf::FieldDescriptor& field) {
  return field.is_extension() ? "[" + field.full_name() + "]" : field.name();
}

/// Whether the field is one of several choices: an arm of a oneof, or an
/// extension, which stands beside the arms of its message.
inline bool IsChoice(const google::protobuf::FieldDescriptor& field) {
  return field.is_extension() || field.real_containing_oneof() != nullptr;
}

/// Whether a message can have only one of the two: arms of one oneof, or an
/// extension and any other choice.
inline bool ExcludeEachOther(const google::protobuf::FieldDescriptor& a,
                             const google::protobuf::FieldDescriptor& b) {
  if (&a == &b || !IsChoice(a) || !IsChoice(b)) return false;
  return a.is_extension() || b.is_extension() ||
         a.real_containing_oneof() == b.real_containing_oneof();
}

/// The extensions that a message sets.
inline std::vector<const google::protobuf::FieldDescriptor*> ExtensionsIn(
    const google::protobuf::Message& message) {
  std::vector<const google::protobuf::FieldDescriptor*> fields, extensions;
  message.GetReflection()->ListFields(message, &fields);
  for (const google::protobuf::FieldDescriptor* field : fields) {
    if (field->is_extension()) extensions.push_back(field);
  }
  return extensions;
}

/// The name of the choice that a message is made of: "w2" of a metric, or "".
inline std::string ChosenName(const google::protobuf::Message& message) {
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  for (const google::protobuf::FieldDescriptor* field : fields) {
    if (IsChoice(*field)) return FieldName(*field);
  }
  return "";
}

}  // namespace flow::lang

#endif  // FLOWLANG_SCHEMA_FIELD_NAME_H_
