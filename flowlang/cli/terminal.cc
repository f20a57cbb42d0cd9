#include "flowlang/cli/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>

namespace flow::lang {
namespace {

constexpr int kUsualColumns = 80;

}  // namespace

std::optional<int> TerminalColumns(int file) {
  if (!isatty(file)) return std::nullopt;
  winsize size;
  if (ioctl(file, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) {
    return kUsualColumns;
  }
  return size.ws_col;
}

int TerminalWidth() {
  return std::max(40, TerminalColumns(STDOUT_FILENO).value_or(kUsualColumns));
}

}  // namespace flow::lang
