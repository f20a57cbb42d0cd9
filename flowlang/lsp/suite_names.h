#ifndef FLOWLANG_LSP_SUITE_NAMES_H_
#define FLOWLANG_LSP_SUITE_NAMES_H_

/// The names that a suite defines and refers to, from a text that may not
/// compile.

#include <string>
#include <vector>

#include "flowlang/load/file_overlay.h"
#include "flowlang/lsp/parsed_document.h"

namespace flow::lang {

struct SuiteMemberName {
  std::string label;
  Span place;        // of the label, with its quotes
  std::string path;  // of the experiment, from where the suite lies; or ""
};

/// The members that have a label, in the file's order; none of an experiment.
std::vector<SuiteMemberName> MembersOf(const ParsedDocument& parsed);

/// What an expectation may call a run: the labels, or with a sweep every label
/// with each combination of the swept values, "A,batch=64". The labels alone
/// while a swept field has no values, and when the combinations are too many to
/// choose from.
std::vector<std::string> RunLabelsOf(const ParsedDocument& parsed);

/// Whether this place is in an expectation or a reference, which name what
/// members measure.
bool SpeaksOfResults(const CursorContext& context);

/// Whether a member's label is what is written, or missing, at this place: in
/// an expectation's `better`, `than`, `same` or `as`, or in `of`.
bool NamesAMember(const CursorContext& context);

/// What an experiment measures: the metrics of one protocol.
struct ProtocolName {
  std::string name;
  std::vector<std::string> metrics;

  friend bool operator==(const ProtocolName&, const ProtocolName&) = default;
};

/// The protocols of an experiment file and of what it extends; none of one that
/// cannot be read.
std::vector<ProtocolName> ProtocolsOf(const std::string& path,
                                      const FileOverlay& overlay);

}  // namespace flow::lang

#endif  // FLOWLANG_LSP_SUITE_NAMES_H_
