#ifndef FLOWLANG_SCHEMA_DOCUMENTED_SCHEMA_H_
#define FLOWLANG_SCHEMA_DOCUMENTED_SCHEMA_H_

/// The schema with its comments, which generated code leaves out: they are the
/// manual, the hover of an editor and the language reference.

#include <string>

#include "google/protobuf/descriptor.h"

namespace flow::lang {

/// All files of the schema, with source info. Built once and never destroyed;
/// thread-safe. Its descriptors are not those of the generated classes: what
/// has the same full name is the same thing.
const google::protobuf::DescriptorPool& DocumentedSchema();

/// The comment before a message, field, enum or enum value of
/// DocumentedSchema(): lines joined into paragraphs, those separated by an
/// empty line, no blanks at the ends. Empty where there is no comment.
std::string CommentOf(const google::protobuf::Descriptor& descriptor);
std::string CommentOf(const google::protobuf::FieldDescriptor& descriptor);
std::string CommentOf(const google::protobuf::EnumDescriptor& descriptor);
std::string CommentOf(const google::protobuf::EnumValueDescriptor& descriptor);

}  // namespace flow::lang

#endif  // FLOWLANG_SCHEMA_DOCUMENTED_SCHEMA_H_
