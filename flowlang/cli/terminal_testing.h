#ifndef FLOWLANG_CLI_TERMINAL_TESTING_H_
#define FLOWLANG_CLI_TERMINAL_TESTING_H_

/// Where a program's output goes: a terminal that nobody looks at, or a file.

#include <cstdio>
#include <string>
#include <vector>

namespace flow::lang {

/// A terminal of so many columns. Holds a few KiB: read before it is full.
class FakeTerminal {
 public:
  explicit FakeTerminal(int columns);
  ~FakeTerminal();

  /// The program's side.
  std::FILE* out() const { return out_; }

  void Resize(int columns);

  /// What was written since the last call.
  std::string Written();

  /// The rows that `text` leaves on the screen, with the columns as they are
  /// now: what is longer than a row goes on in the next, "\r" and "\033[K" work
  /// on the row of the cursor.
  std::vector<std::string> Rows(const std::string& text) const;

 private:
  int columns_;
  int master_;
  std::FILE* out_;
};

/// A file, as when the output is redirected.
class PlainFile {
 public:
  PlainFile() : out_(std::tmpfile()) {}
  ~PlainFile() { std::fclose(out_); }

  std::FILE* out() const { return out_; }

  /// All that was written.
  std::string Written();

 private:
  std::FILE* out_;
};

}  // namespace flow::lang

#endif  // FLOWLANG_CLI_TERMINAL_TESTING_H_
