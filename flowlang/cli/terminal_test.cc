#include "flowlang/cli/terminal.h"

#include <unistd.h>

#include <optional>

#include "flowlang/cli/terminal_testing.h"
#include "gtest/gtest.h"

namespace flow::lang {
namespace {

TEST(TerminalTest, ATerminalTellsItsColumns) {
  FakeTerminal terminal(40);
  EXPECT_EQ(TerminalColumns(fileno(terminal.out())), 40);
  terminal.Resize(132);
  EXPECT_EQ(TerminalColumns(fileno(terminal.out())), 132);
}

TEST(TerminalTest, ATerminalThatDoesNotTellHasEighty) {
  const FakeTerminal terminal(0);
  EXPECT_EQ(TerminalColumns(fileno(terminal.out())), 80);
}

TEST(TerminalTest, AFileHasNoColumns) {
  const PlainFile file;
  EXPECT_EQ(TerminalColumns(fileno(file.out())), std::nullopt);
  EXPECT_EQ(TerminalColumns(-1), std::nullopt);
}

// The width of tables while stdout is `file`.
int WidthOn(std::FILE* file) {
  std::fflush(stdout);
  const int before = dup(STDOUT_FILENO);
  dup2(fileno(file), STDOUT_FILENO);
  const int width = TerminalWidth();
  dup2(before, STDOUT_FILENO);
  close(before);
  return width;
}

TEST(TerminalTest, TablesTakeTheTerminalButNeverUnderFortyColumns) {
  EXPECT_EQ(WidthOn(FakeTerminal(100).out()), 100);
  EXPECT_EQ(WidthOn(FakeTerminal(40).out()), 40);
  EXPECT_EQ(WidthOn(FakeTerminal(20).out()), 40);
  EXPECT_EQ(WidthOn(PlainFile().out()), 80);
}

}  // namespace
}  // namespace flow::lang
