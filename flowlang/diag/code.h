#ifndef FLOWLANG_DIAG_CODE_H_
#define FLOWLANG_DIAG_CODE_H_

/// The kinds of mistakes that the compiler knows, by the slug that it prints in
/// brackets and that `flow explain` takes.

#include <optional>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace flow::lang {

enum class Code {
  kSyntax,
  kUnknownField,
  kUnknownValue,
  kWrongType,
  kDuplicateField,
  kOneofClash,
  kOutOfRange,
  kMissingRequired,
  kDuplicateName,
  kUnresolvedReference,
  kFileNotFound,
  kExtendsCycle,
  kShapeMismatch,
  kIncompatibleChoice,
  kUnusedSetting,
  kNotSupported,
  kWeakExpectation,
};

/// What a person may read about a code.
struct CodeEntry {
  Code code;
  absl::string_view slug;
  absl::string_view summary;  // one line, a sentence without a period
  /// A paragraph: what it means, why it is refused, what to do. Under 1024
  /// bytes, which is what some readers of SARIF show.
  absl::string_view explanation;
  /// Lines that earn the code: of a suite, or else of an experiment that is
  /// fine without them. Empty where no example would stay true.
  absl::string_view example;
};

/// All codes, in the order of the enum.
absl::Span<const CodeEntry> AllCodes();

const CodeEntry& EntryOf(Code code);

/// "unknown-field" of kUnknownField.
absl::string_view CodeSlug(Code code);

/// The inverse of CodeSlug; empty for a word that is no slug.
std::optional<Code> FindCode(absl::string_view slug);

}  // namespace flow::lang

#endif  // FLOWLANG_DIAG_CODE_H_
