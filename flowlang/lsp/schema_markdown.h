#ifndef FLOWLANG_LSP_SCHEMA_MARKDOWN_H_
#define FLOWLANG_LSP_SCHEMA_MARKDOWN_H_

/// The manual's words on a piece of the schema, as editors show them.

#include <string>

#include "flowlang/manual/field_facts.h"
#include "google/protobuf/descriptor.h"

namespace flow::lang {

/// Of a field: its type, range and default, what it means, its advice; of a
/// message also what its type means.
std::string FieldMarkdown(const google::protobuf::FieldDescriptor& field);

/// Of a word of an enum: what it means, and whether it is the default.
std::string WordMarkdown(const WordFacts& word);

}  // namespace flow::lang

#endif  // FLOWLANG_LSP_SCHEMA_MARKDOWN_H_
