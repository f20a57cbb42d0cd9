#ifndef FLOWLANG_CLI_TERMINAL_H_
#define FLOWLANG_CLI_TERMINAL_H_

namespace flow::lang {

/// The columns of the terminal on stdout; 80 where there is none. Never
/// under 40.
int TerminalWidth();

}  // namespace flow::lang

#endif  // FLOWLANG_CLI_TERMINAL_H_
