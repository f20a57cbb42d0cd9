#include "flowlang/diag/diagnostic_sink.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/strings/string_view.h"

namespace flow::lang {
namespace {

bool StandsBefore(const Diagnostic& a, const Diagnostic& b) {
  auto key = [](const Span& span) {
    absl::string_view path;
    if (span.source != nullptr) path = span.source->path();
    return std::make_tuple(path, span.begin, span.end);
  };
  return key(a.span) < key(b.span);
}

}  // namespace

void DiagnosticSink::Add(Diagnostic diagnostic) {
  if (std::find(diagnostics_.begin(), diagnostics_.end(), diagnostic) !=
      diagnostics_.end()) {
    return;
  }
  if (diagnostic.severity == Severity::kError) ++error_count_;
  diagnostics_.push_back(std::move(diagnostic));
}

std::vector<Diagnostic> DiagnosticSink::Sorted() const {
  std::vector<Diagnostic> sorted = diagnostics_;
  std::stable_sort(sorted.begin(), sorted.end(), StandsBefore);
  return sorted;
}

}  // namespace flow::lang
