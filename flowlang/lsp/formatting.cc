#include "flowlang/lsp/formatting.h"

#include <algorithm>

#include "flowlang/diag/diagnostic_sink.h"
#include "flowlang/format/format_text.h"
#include "flowlang/load/load_experiment.h"

namespace flow::lang {
namespace {

// The bytes of the lines that both texts begin with.
int CommonLines(absl::string_view a, absl::string_view b) {
  const auto differ = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  const auto same = a.substr(0, differ.first - a.begin());
  return static_cast<int>(same.rfind('\n') + 1);  // 0 for npos
}

// The bytes of the lines that both texts end with.
int CommonLinesAtEnd(absl::string_view a, absl::string_view b) {
  const auto differ = std::mismatch(a.rbegin(), a.rend(), b.rbegin(), b.rend());
  const auto same = a.substr(a.size() - (differ.first - a.rbegin()));
  const size_t line = same.find('\n');
  return line == absl::string_view::npos
             ? 0
             : static_cast<int>(same.size() - line - 1);
}

}  // namespace

std::optional<TextEdit> FormatDocument(const Document& document) {
  const SourceText& source = document.source();
  DiagnosticSink unused;  // the diagnostics say it already
  const std::optional<std::string> form = FormatTextproto(source, &unused);
  if (!form || *form == source.text()) return std::nullopt;
  // the comment that says the kind must stay near the head
  const SourceText formatted(source.path(), *form);
  if (KindOf(source, &unused) != KindOf(formatted, &unused)) {
    return std::nullopt;
  }
  const absl::string_view old_text = source.text(), new_text = *form;
  const int head = CommonLines(old_text, new_text);
  const int tail =
      CommonLinesAtEnd(old_text.substr(head), new_text.substr(head));
  const Span changed = {&source, head, source.size() - tail};
  return TextEdit{
      RangeOf(changed, document.positions()),
      std::string(new_text.substr(head, new_text.size() - head - tail))};
}

}  // namespace flow::lang
