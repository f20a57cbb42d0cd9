#ifndef FLOWLANG_CLI_TERMINAL_H_
#define FLOWLANG_CLI_TERMINAL_H_

#include <optional>

namespace flow::lang {

/// The columns of the terminal behind a file descriptor: 80 when it does not
/// say, empty when the file is no terminal.
std::optional<int> TerminalColumns(int file);

/// How wide a table on stdout may be: the terminal's columns, 80 where there is
/// none. Never under 40.
int TerminalWidth();

}  // namespace flow::lang

#endif  // FLOWLANG_CLI_TERMINAL_H_
