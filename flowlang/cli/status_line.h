#ifndef FLOWLANG_CLI_STATUS_LINE_H_
#define FLOWLANG_CLI_STATUS_LINE_H_

#include <cstdio>
#include <string>

#include "absl/strings/string_view.h"

namespace flow::lang {

/// Lines of text below which, on a terminal, one more line changes in place.
/// That line never takes a second row: what wraps cannot be replaced. ASCII
/// only. Not thread-safe.
class StatusLine {
 public:
  /// Writes to `out`, which must outlive this; what it is decides the rest.
  explicit StatusLine(std::FILE* out);

  /// Leaves the changing line as it stands.
  ~StatusLine();

  StatusLine(const StatusLine&) = delete;
  StatusLine& operator=(const StatusLine&) = delete;

  /// Whether there is a line that changes: `out` is a terminal.
  bool changes() const { return terminal_; }

  /// The characters that fit the changing line now; without a terminal, any
  /// number.
  int width() const;

  /// Puts `line`, cut at the width, in the place of the changing line. Does
  /// nothing without a terminal.
  void Replace(absl::string_view line);

  /// Writes a line that stays, in the place of the changing one.
  void Print(absl::string_view line);

 private:
  std::FILE* out_;
  bool terminal_;
  bool open_ = false;  // a changing line stands on the terminal
};

}  // namespace flow::lang

#endif  // FLOWLANG_CLI_STATUS_LINE_H_
