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
  const Span& span = diagnostic.span;
  const Place place = {span.source, span.begin, span.end};
  const auto [begin, end] = index_of_place_.equal_range(place);
  for (auto it = begin; it != end; ++it) {
    if (diagnostics_[it->second] == diagnostic) return;
  }
  index_of_place_.emplace(place, diagnostics_.size());
  if (diagnostic.severity == Severity::kError) ++error_count_;
  diagnostics_.push_back(std::move(diagnostic));
}

std::vector<Diagnostic> DiagnosticSink::Sorted() const {
  std::vector<Diagnostic> sorted = diagnostics_;
  std::stable_sort(sorted.begin(), sorted.end(), StandsBefore);
  return sorted;
}

}  // namespace flow::lang
