#ifndef FLOWLANG_RULES_SCHEMA_LINT_H_
#define FLOWLANG_RULES_SCHEMA_LINT_H_

/// What is wrong with a schema itself, as sentences for the author of the
/// schema. For tests. Each function looks at `root` and at every message that
/// its fields lead to, and gives complaints such as
/// "flow.Training.batch: has no range"; none means that all is well.

#include <string>
#include <vector>

#include "google/protobuf/descriptor.h"

namespace flow::lang {

/// Numbers without a range (a lower or an upper bound, `probability`, or the
/// reason of `unbounded`); rules that do not apply to the field's type
/// (`pattern` of a number, `unique` of a single value); empty ranges; patterns
/// that are no regular expression; default arms that are none.
std::vector<std::string> LintRules(const google::protobuf::Descriptor& root);

/// Defaults, where they are stated, that break the rules of their own field.
std::vector<std::string> LintDefaults(const google::protobuf::Descriptor& root);

/// Messages, fields, enums and enum values without a comment before them.
/// Comments are there only in descriptors that carry source info (protoc's
/// --include_source_info), not in generated code: what has no source info is
/// passed over.
std::vector<std::string> LintComments(const google::protobuf::Descriptor& root);

}  // namespace flow::lang

#endif  // FLOWLANG_RULES_SCHEMA_LINT_H_
