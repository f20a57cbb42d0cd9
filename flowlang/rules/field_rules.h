#ifndef FLOWLANG_RULES_FIELD_RULES_H_
#define FLOWLANG_RULES_FIELD_RULES_H_

#include "flowlang/diag/diagnostic_sink.h"
#include "flowlang/source/location_map.h"
#include "google/protobuf/message.h"

namespace flow::lang {

/// Holds every field of the message, and of the messages in it, against the
/// rules that the schema states for it (schema/rules.proto):
///
///   out-of-range      gt, gte, lt, lte, probability; finite, which every
///                     floating-point field must be unless it says otherwise;
///                     pattern (of the whole string); min_items, max_items
///   missing-required  required, required_oneof, a list of min_items that is
///                     empty
///   duplicate-name    unique: two equal elements, however they are written
///
/// A rule's `advice` becomes the help. What is missing is reported at the name
/// of the enclosing message, and at the beginning of the file for the root.
/// Messages that are absent are not looked into; defaults are not checked here
/// (schema_lint does it once for all). NaN breaks every range. An extension is
/// one more arm of the oneof of its message.
void CheckFieldRules(const google::protobuf::Message& message,
                     const LocationMap& locations, DiagnosticSink* sink);

/// The same for a message of which a part could not be read: says nothing of
/// what is missing, because it may be in that part.
void CheckRulesOfWhatIsThere(const google::protobuf::Message& message,
                             const LocationMap& locations,
                             DiagnosticSink* sink);

}  // namespace flow::lang

#endif  // FLOWLANG_RULES_FIELD_RULES_H_
