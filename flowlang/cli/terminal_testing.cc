#include "flowlang/cli/terminal_testing.h"

#include <fcntl.h>
#include <pty.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "core/base/check.h"

namespace flow::lang {

FakeTerminal::FakeTerminal(int columns) {
  int program = -1;
  FLOW_CHECK(openpty(&master_, &program, nullptr, nullptr, nullptr) == 0)
      << "this system gives no terminals";
  termios settings;
  tcgetattr(program, &settings);
  cfmakeraw(&settings);  // "\n" stays "\n"
  tcsetattr(program, TCSANOW, &settings);
  fcntl(master_, F_SETFL, O_NONBLOCK);
  out_ = fdopen(program, "w");
  Resize(columns);
}

FakeTerminal::~FakeTerminal() {
  std::fclose(out_);
  close(master_);
}

void FakeTerminal::Resize(int columns) {
  columns_ = columns;
  winsize size = {};
  size.ws_col = static_cast<unsigned short>(columns);
  ioctl(fileno(out_), TIOCSWINSZ, &size);
}

std::string FakeTerminal::Written() {
  std::fflush(out_);
  std::string text;
  char buffer[4096];
  for (ssize_t n; (n = read(master_, buffer, sizeof(buffer))) > 0;) {
    text.append(buffer, n);
  }
  return text;
}

std::vector<std::string> FakeTerminal::Rows(const std::string& text) const {
  constexpr char kClear[] = "\033[K";
  std::vector<std::string> rows = {""};
  size_t column = 0;
  for (absl::string_view rest = text; !rest.empty();) {
    if (absl::StartsWith(rest, kClear)) {
      rows.back().resize(column);
      rest.remove_prefix(3);
      continue;
    }
    const char c = rest[0];
    rest.remove_prefix(1);
    if (c == '\r') {
      column = 0;
    } else if (c == '\n') {
      rows.emplace_back();
      column = 0;
    } else {
      if (column == static_cast<size_t>(columns_)) {
        rows.emplace_back();
        column = 0;
      }
      rows.back().replace(column++, 1, 1, c);
    }
  }
  return rows;
}

std::string PlainFile::Written() {
  std::fflush(out_);
  std::rewind(out_);
  std::string text;
  for (int c; (c = std::fgetc(out_)) != EOF;) text.push_back(c);
  return text;
}

}  // namespace flow::lang
