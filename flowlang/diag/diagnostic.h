#ifndef FLOWLANG_DIAG_DIAGNOSTIC_H_
#define FLOWLANG_DIAG_DIAGNOSTIC_H_

#include <string>
#include <vector>

#include "flowlang/diag/code.h"
#include "flowlang/source/source_text.h"

namespace flow::lang {

enum class Severity { kError, kWarning };

/// Another place that takes part in a problem: "first set here".
struct Note {
  std::string message;
  Span span;

  friend bool operator==(const Note&, const Note&) = default;
};

/// One thing that a person should change.
///
/// The message is one sentence without a capital or a period: the rule, then
/// what was found, user text in '...'. The span is the token to edit; a problem
/// of a whole file stands at its beginning. The help is the remedy, if one is
/// known.
struct Diagnostic {
  Severity severity = Severity::kError;
  Code code = Code::kSyntax;
  std::string message;
  Span span;
  std::vector<Note> notes;
  std::string help;

  friend bool operator==(const Diagnostic&, const Diagnostic&) = default;
};

}  // namespace flow::lang

#endif  // FLOWLANG_DIAG_DIAGNOSTIC_H_
