#ifndef FLOWLANG_SCHEMA_DEFAULT_VALUE_H_
#define FLOWLANG_SCHEMA_DEFAULT_VALUE_H_

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

}  // namespace flow::lang

#endif  // FLOWLANG_SCHEMA_DEFAULT_VALUE_H_
