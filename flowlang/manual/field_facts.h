#ifndef FLOWLANG_MANUAL_FIELD_FACTS_H_
#define FLOWLANG_MANUAL_FIELD_FACTS_H_

/// What there is to say about one setting, in words: for the reference, the
/// terminal and an editor. Descriptors may be those of generated classes or of
/// DocumentedSchema(), which lends its comments to both.

#include <string>
#include <vector>

#include "google/protobuf/descriptor.h"

namespace flow::lang {

struct FieldFacts {
  std::string name;  // as a file writes it
  /// "whole number", "number", "text", "true or false", "one of A, B", the name
  /// of a message, and before them "list of".
  std::string type;
  /// "between 1 and 64", both included; "greater than 0 and at most 100". Of
  /// a list "1 to 8 elements, each at least 1". Empty where everything of the
  /// type is allowed.
  std::string range;
  std::string default_value;  // as a file writes it; empty when there is none
  std::string unit;
  std::string advice;   // a remedy or a usual value
  std::string meaning;  // the comment; empty for an extension
  bool required = false;
  /// `check` and `plan` take it, `run` refuses it so far.
  bool planned = false;
};

FieldFacts FactsOf(const google::protobuf::FieldDescriptor& field);

/// All but name and meaning, on one line: "whole number in MB, at least 1; 4096
/// when left out; not run yet".
std::string Summary(const FieldFacts& facts);

/// One word that an enum field may be.
struct WordFacts {
  std::string word;
  std::string meaning;
  bool is_default = false;
  bool planned = false;
};

/// The words of an enum field in the order of the schema; none of other fields.
std::vector<WordFacts> WordsOf(const google::protobuf::FieldDescriptor& field);

/// Whether the field is one of the parts of which its message has exactly one.
bool IsChoiceOfParts(const google::protobuf::FieldDescriptor& field);

/// A sentence for each group of settings that exclude each other without one
/// being needed: "Only one of `steps` and `rounds` may be set."; else empty.
std::string ExclusionsOf(const google::protobuf::Descriptor& type);

/// The comment of a message, whichever pool it is from; empty without one.
std::string MeaningOf(const google::protobuf::Descriptor& type);

}  // namespace flow::lang

#endif  // FLOWLANG_MANUAL_FIELD_FACTS_H_
