#ifndef FLOWLANG_SCHEMA_DEFAULT_VALUE_H_
#define FLOWLANG_SCHEMA_DEFAULT_VALUE_H_

#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace flow::lang {

/// Sets a singular field to the default that the schema gives it. Does nothing
/// to a message, which has none.
void SetToDefault(const google::protobuf::FieldDescriptor& field,
                  google::protobuf::Message* message);

/// Whether a singular field that has a default holds just that, written or not.
bool HoldsDefault(const google::protobuf::Message& message,
                  const google::protobuf::FieldDescriptor& field);

/// Whether the field at a path from `root`, "evaluate[0].samples", holds what a
/// plan that is written out has there when nobody set it: a number or word its
/// default, a message such ones alone and of its choices the default ones.
/// False where the path leads to nothing.
bool HoldsDefaultAt(const google::protobuf::Message& root,
                    absl::string_view path);

}  // namespace flow::lang

#endif  // FLOWLANG_SCHEMA_DEFAULT_VALUE_H_
