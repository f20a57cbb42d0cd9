#include "flowlang/diag/renderer.h"

#include <set>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "flowlang/diag/code.h"
#include "flowlang/diag/snippet.h"

namespace flow::lang {
namespace {

constexpr absl::string_view kBoldRed = "\033[1;31m";
constexpr absl::string_view kBoldYellow = "\033[1;33m";
constexpr absl::string_view kBoldCyan = "\033[1;36m";
constexpr absl::string_view kBoldGreen = "\033[1;32m";
constexpr absl::string_view kBold = "\033[1m";
constexpr absl::string_view kPlain = "\033[0m";

class Painter {
 public:
  explicit Painter(const RenderOptions& options) : options_(options) {}

  std::string Diagnose(const Diagnostic& diagnostic) const {
    const bool error = diagnostic.severity == Severity::kError;
    std::string text = FirstLine(
        diagnostic.span, error ? "error" : "warning",
        error ? kBoldRed : kBoldYellow,
        absl::StrCat(diagnostic.message, " [", CodeSlug(diagnostic.code), "]"));
    text += SourceLines(diagnostic.span);
    if (!diagnostic.help.empty()) {
      absl::StrAppend(&text, "      = ", Paint(kBoldCyan, "help:"), " ",
                      diagnostic.help, "\n");
    }
    for (const Note& note : diagnostic.notes) {
      text += FirstLine(note.span, "note", kBoldCyan, note.message);
      text += SourceLines(note.span);
    }
    return text;
  }

 private:
  std::string Paint(absl::string_view color, absl::string_view text) const {
    if (!options_.color) return std::string(text);
    return absl::StrCat(color, text, kPlain);
  }

  std::string FirstLine(const Span& span, absl::string_view kind,
                        absl::string_view color,
                        absl::string_view message) const {
    return absl::StrCat(Place(span), Paint(color, absl::StrCat(kind, ":")), " ",
                        Paint(kBold, message), "\n");
  }

  // "path:line:col: ", or nothing for nowhere.
  std::string Place(const Span& span) const {
    if (span.source == nullptr) return "";
    const LineColumn place = span.source->Locate(span.begin);
    return Paint(kBold, absl::StrCat(span.source->path(), ":", place.line, ":",
                                     place.column, ":")) +
           " ";
  }

  std::string SourceLines(const Span& span) const {
    // an empty file has no line to show
    if (span.source == nullptr || span.source->size() == 0) return "";
    const Snippet snippet = MakeSnippet(span, options_.max_width);
    return absl::StrFormat("%5d | %s\n      | %s\n", snippet.line_number,
                           snippet.text, Paint(kBoldGreen, snippet.marks));
  }

  const RenderOptions& options_;
};

std::string Count(int n, absl::string_view noun) {
  return absl::StrCat(n, " ", noun, n == 1 ? "" : "s");
}

// "3 errors and 1 warning in bad.textproto".
std::string Summary(const DiagnosticSink& sink) {
  std::vector<std::string> counts;
  if (sink.error_count() > 0) {
    counts.push_back(Count(sink.error_count(), "error"));
  }
  if (sink.warning_count() > 0) {
    counts.push_back(Count(sink.warning_count(), "warning"));
  }
  std::set<std::string> files;
  for (const Diagnostic& diagnostic : sink.Sorted()) {
    if (diagnostic.span.source) files.insert(diagnostic.span.source->path());
  }
  std::string summary = absl::StrJoin(counts, " and ");
  if (files.size() == 1) absl::StrAppend(&summary, " in ", *files.begin());
  if (files.size() > 1) {
    absl::StrAppend(&summary, " in ", files.size(), " files");
  }
  return summary + "\n";
}

}  // namespace

std::string RenderDiagnostic(const Diagnostic& diagnostic,
                             const RenderOptions& options) {
  return Painter(options).Diagnose(diagnostic);
}

std::string RenderDiagnostics(const DiagnosticSink& sink,
                              const RenderOptions& options) {
  if (sink.empty()) return "";
  std::string text;
  int errors = 0, warnings = 0, hidden = 0;
  for (const Diagnostic& diagnostic : sink.Sorted()) {
    int& shown = diagnostic.severity == Severity::kError ? errors : warnings;
    if (shown == options.max_shown) {
      ++hidden;
      continue;
    }
    ++shown;
    text += RenderDiagnostic(diagnostic, options);
  }
  if (hidden > 0) absl::StrAppend(&text, "… and ", hidden, " more\n");
  return text + Summary(sink);
}

}  // namespace flow::lang
