#ifndef FLOWLANG_DIAG_DIAGNOSTIC_SINK_H_
#define FLOWLANG_DIAG_DIAGNOSTIC_SINK_H_

#include <map>
#include <tuple>
#include <vector>

#include "flowlang/diag/diagnostic.h"

namespace flow::lang {

/// Collects what the phases of the compiler find. Phases add in any order and
/// go on; readers get the problems by position. Not thread-safe.
class DiagnosticSink {
 public:
  /// A diagnostic equal to an earlier one changes nothing.
  void Add(Diagnostic diagnostic);

  int error_count() const { return error_count_; }
  int warning_count() const { return size() - error_count_; }
  bool has_errors() const { return error_count_ > 0; }
  int size() const { return static_cast<int>(diagnostics_.size()); }
  bool empty() const { return diagnostics_.empty(); }

  /// By path, then position, then in the order of adding; what has no file
  /// comes first.
  std::vector<Diagnostic> Sorted() const;

 private:
  using Place = std::tuple<const SourceText*, int64_t, int64_t>;

  std::vector<Diagnostic> diagnostics_;
  std::multimap<Place, size_t> index_of_place_;  // in diagnostics_
  int error_count_ = 0;
};

}  // namespace flow::lang

#endif  // FLOWLANG_DIAG_DIAGNOSTIC_SINK_H_
