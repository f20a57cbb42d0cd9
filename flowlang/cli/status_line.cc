#include "flowlang/cli/status_line.h"

#include <algorithm>
#include <limits>

#include "flowlang/cli/terminal.h"

namespace flow::lang {
namespace {

constexpr char kClearRow[] = "\r\033[K";

void Put(absl::string_view text, std::FILE* out) {
  std::fwrite(text.data(), 1, text.size(), out);
}

}  // namespace

StatusLine::StatusLine(std::FILE* out)
    : out_(out), terminal_(TerminalColumns(fileno(out)).has_value()) {}

StatusLine::~StatusLine() {
  if (open_) Put("\n", out_);
}

int StatusLine::width() const {
  // one column less: a full row leaves the cursor in the next one
  const auto columns = TerminalColumns(fileno(out_));
  return columns ? *columns - 1 : std::numeric_limits<int>::max();
}

void StatusLine::Replace(absl::string_view line) {
  if (!terminal_) return;
  Put(kClearRow, out_);
  Put(line.substr(0, std::max(0, width())), out_);
  std::fflush(out_);
  open_ = true;
}

void StatusLine::Print(absl::string_view line) {
  if (open_) Put(kClearRow, out_);
  Put(line, out_);
  Put("\n", out_);
  std::fflush(out_);
  open_ = false;
}

}  // namespace flow::lang
