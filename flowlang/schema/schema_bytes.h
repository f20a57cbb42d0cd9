#ifndef FLOWLANG_SCHEMA_SCHEMA_BYTES_H_
#define FLOWLANG_SCHEMA_SCHEMA_BYTES_H_

#include "absl/strings/string_view.h"

namespace flow::lang {

/// A serialised FileDescriptorSet of the schema and what it imports, with
/// source info; generated.
absl::string_view SchemaBytes();

}  // namespace flow::lang

#endif  // FLOWLANG_SCHEMA_SCHEMA_BYTES_H_
