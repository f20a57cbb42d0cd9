#include "flowlang/compare/text_grid.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow::lang {
namespace {

using testing::ElementsAre;

TEST(DisplayWidthTest, CountsCharactersNotBytes) {
  EXPECT_EQ(DisplayWidth("1 ± 2 ↓"), 7);
  EXPECT_EQ(DisplayWidth(""), 0);
}

TEST(WrapTextTest, BreaksAfterCommasFirst) {
  EXPECT_THAT(WrapText("OT-CFM,batch=64,rate=1e-3", 16),
              ElementsAre("OT-CFM,batch=64,", "rate=1e-3"));
  EXPECT_THAT(WrapText("short", 16), ElementsAre("short"));
}

TEST(WrapTextTest, NumbersStayWhole) {
  EXPECT_THAT(WrapText("not met by 0.01028", 14),
              ElementsAre("not met by", "0.01028"));
}

TEST(WrapTextTest, CutsWordsOnlyWhereItMustAndNeverACharacter) {
  EXPECT_THAT(WrapText("abcdefgh", 3), ElementsAre("abc", "def", "gh"));
  EXPECT_THAT(WrapText("ääää", 3), ElementsAre("äää", "ä"));
}

TEST(RenderGridTest, AlignsNamesLeftAndNumbersRight) {
  TextGrid grid;
  grid.header = {{""}, {"A"}, {"B"}};
  grid.rows = {{{"w2"}, {"0.5 ± 0.1", "[0.4, 0.6]"}, {"10"}},
               {{"path"}, {"1"}, {}}};
  EXPECT_EQ(RenderGrid(grid, 80),
            "               A   B\n"
            "w2     0.5 ± 0.1  10\n"
            "      [0.4, 0.6]\n"
            "path           1\n");
}

TEST(RenderGridTest, BreaksColumnsIntoBlocksThatFit) {
  TextGrid grid;
  grid.header = {{"m"}, {"aaaa"}, {"bbbb"}, {"cccc"}};
  grid.rows = {{{"x"}, {"1"}, {"2"}, {"3"}}};
  EXPECT_EQ(RenderGrid(grid, 13),
            "m  aaaa  bbbb\n"
            "x     1     2\n"
            "\n"
            "m  cccc\n"
            "x     3\n");
}

TEST(TransposedTest, TurnsColumnsIntoRows) {
  TextGrid grid;
  grid.header = {{"m"}, {"a"}, {"b"}};
  grid.rows = {{{"x"}, {"1"}, {"2"}}};
  EXPECT_EQ(RenderGrid(Transposed(grid), 80), "m  x\na  1\nb  2\n");
}

TEST(RenderGridTest, AColumnThatDoesNotFitStandsAlone) {
  TextGrid grid;
  grid.header = {{"m"}, {"wide column"}, {"b"}};
  EXPECT_EQ(RenderGrid(grid, 5), "m  wide column\n\nm  b\n");
}

}  // namespace
}  // namespace flow::lang
