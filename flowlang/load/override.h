#ifndef FLOWLANG_LOAD_OVERRIDE_H_
#define FLOWLANG_LOAD_OVERRIDE_H_

#include <string>

#include "flowlang/diag/diagnostic_sink.h"
#include "flowlang/source/location_map.h"
#include "flowlang/source/source_text.h"
#include "google/protobuf/message.h"

namespace flow::lang {

/// A setting that comes from outside of the file: `--set` or a suite's sweep.
struct Override {
  Span field;  // "train.optimizer.adamw.learning_rate", "evaluate[0].samples"
  Span value;  // as in a file; quotes around a string may be left out
};

/// Splits "train.batch=64" (the whole text). False after a diagnostic when
/// there is no "=".
bool ParseOverride(const SourceText& text, Override* override,
                   DiagnosticSink* sink);

/// Sets the field in `message`. A repeated message without an index means all
/// that are there. Whatever is wrong is reported at the override's spans, and
/// the message is left as it was.
void ApplyOverride(const Override& override, google::protobuf::Message* message,
                   LocationMap* locations, DiagnosticSink* sink);

}  // namespace flow::lang

#endif  // FLOWLANG_LOAD_OVERRIDE_H_
