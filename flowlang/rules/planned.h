#ifndef FLOWLANG_RULES_PLANNED_H_
#define FLOWLANG_RULES_PLANNED_H_

/// What the language can say and no trainer obeys yet: fields and enum values
/// that the schema marks `planned`, and extensions, which nobody has taught the
/// trainers. A scalar field counts only with another value than its default.

#include "flowlang/diag/diagnostic_sink.h"
#include "flowlang/source/location_map.h"
#include "google/protobuf/message.h"

namespace flow::lang {

/// Whether the message, or one in it, sets such a thing.
bool UsesPlanned(const google::protobuf::Message& message);

/// not-supported: at the outermost of such things, each once.
void CheckPlanned(const google::protobuf::Message& message,
                  const LocationMap& locations, DiagnosticSink* sink);

}  // namespace flow::lang

#endif  // FLOWLANG_RULES_PLANNED_H_
