#ifndef FLOWLANG_PARSE_PARSER_H_
#define FLOWLANG_PARSE_PARSER_H_

/// Reads protobuf's text format: a message, where each of its fields was
/// written, and every mistake of the text in one run.
///
/// This is a reader of its own, by recursive descent over io::Tokenizer's
/// tokens and the message's descriptor, and not TextFormat::Parser. That one
/// stops at the first wrong name or value, reports the token after the culprit,
/// and knows the place of a list's first element only; to go on, the text must
/// be patched and parsed again, and its English sentences taken apart. Here the
/// token to edit, the field and what surrounds it are at hand when a mistake is
/// found. A test holds the two to the same result on valid texts.
///
/// Extensions, `[my.lab.spiral] { ... }`, are those that the program is linked
/// with. What of the text format is left out: Any in brackets, groups, and
/// fields that a schema reserves. The schema has none.

#include <string>

#include "flowlang/diag/diagnostic_sink.h"
#include "flowlang/source/location_map.h"
#include "flowlang/source/source_text.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace flow::lang {

/// Fills `out` and `locations`, both emptied first. False after any mistake,
/// all of them reported (syntax, unknown-field, unknown-value, wrong-type,
/// out-of-range of the type itself, duplicate-field, oneof-clash; at most about
/// a hundred); `out` and `locations` then hold whatever was right. Every list
/// element has a location; a list that is written but empty has one under its
/// path without an index.
///
/// Never fails otherwise, whatever the bytes: takes linear time and a stack of
/// at most TokenTable::kMaxDepth messages. Thread-compatible. `source` must
/// outlive the locations and the sink's diagnostics.
bool ParseTextproto(const SourceText& source, google::protobuf::Message* out,
                    LocationMap* locations, DiagnosticSink* sink);

/// A setting that comes alone, as on the command line.
struct LoneField {
  const google::protobuf::FieldDescriptor& field;
  const google::protobuf::Descriptor& root;  // of the language
  std::string path;                          // of the message that has it
  Span name;                                 // where the setting is named
};

/// Reads `value`, a part of some text, as what a file has behind the field's
/// name, into `message`, which is of the field's type of message and empty.
/// Reports and locates as ParseTextproto; a value of a text field may do
/// without quotes.
bool ParseFieldValue(const LoneField& lone, Span value,
                     google::protobuf::Message* message, LocationMap* locations,
                     DiagnosticSink* sink);

}  // namespace flow::lang

#endif  // FLOWLANG_PARSE_PARSER_H_
