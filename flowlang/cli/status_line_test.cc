#include "flowlang/cli/status_line.h"

#include <string>

#include "flowlang/cli/terminal_testing.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow::lang {
namespace {

using ::testing::ElementsAre;

TEST(StatusLineTest, ChangesInPlaceOnATerminal) {
  FakeTerminal terminal(40);
  StatusLine line(terminal.out());
  EXPECT_TRUE(line.changes());
  line.Replace("a long line");
  line.Replace("short");
  EXPECT_THAT(terminal.Rows(terminal.Written()), ElementsAre("short"));
}

TEST(StatusLineTest, LinesThatStayTakeTheChangingOnesPlace) {
  FakeTerminal terminal(40);
  StatusLine line(terminal.out());
  line.Print("first");
  line.Replace("changing");
  line.Print("two");
  line.Replace("on");
  EXPECT_THAT(terminal.Rows(terminal.Written()),
              ElementsAre("first", "two", "on"));
}

TEST(StatusLineTest, TheChangingLineNeverTakesASecondRow) {
  for (const int columns : {1, 2, 40}) {
    FakeTerminal terminal(columns);
    StatusLine line(terminal.out());
    const std::string text(100, 'x');
    line.Replace(text);
    line.Replace(text);
    EXPECT_THAT(terminal.Rows(terminal.Written()),
                ElementsAre(std::string(columns - 1, 'x')));
  }
}

TEST(StatusLineTest, FollowsATerminalThatIsMadeNarrower) {
  FakeTerminal terminal(80);
  StatusLine line(terminal.out());
  EXPECT_EQ(line.width(), 79);
  terminal.Resize(20);
  EXPECT_EQ(line.width(), 19);
  line.Replace(std::string(60, 'x'));
  EXPECT_THAT(terminal.Rows(terminal.Written()),
              ElementsAre(std::string(19, 'x')));
}

TEST(StatusLineTest, ItsEndEndsTheChangingLineAndNoOther) {
  FakeTerminal terminal(40);
  {
    StatusLine line(terminal.out());
    line.Replace("half way");
  }
  EXPECT_THAT(terminal.Rows(terminal.Written()), ElementsAre("half way", ""));
  { StatusLine(terminal.out()).Print("done"); }
  EXPECT_EQ(terminal.Written(), "done\n");
}

TEST(StatusLineTest, AFileGetsTheLinesThatStayAsTheyAre) {
  PlainFile file;
  {
    StatusLine line(file.out());
    EXPECT_FALSE(line.changes());
    EXPECT_GT(line.width(), 1000000);
    line.Print("one");
    line.Replace("changing");
    line.Print("two");
    line.Replace("changing");
  }
  EXPECT_EQ(file.Written(), "one\ntwo\n");
}

}  // namespace
}  // namespace flow::lang
