#include "core/io/csv.h"

#include <clocale>
#include <string>

#include "core/base/files.h"
#include "core/base/status_testing.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;

auto TableIs(auto columns, int64_t rows, auto values) {
  return IsOkAndHolds(AllOf(Field("columns", &CsvTable::columns, columns),
                            Field("rows", &CsvTable::rows, rows),
                            Field("values", &CsvTable::values, values)));
}

auto Mistake(const std::string& message) {
  return StatusIs(absl::StatusCode::kInvalidArgument, message);
}

TEST(CsvTest, ReadsAHeaderAndRowMajorValues) {
  EXPECT_THAT(ParseCsv("x,y\n1,2\n3,4\n", "a.csv"),
              TableIs(ElementsAre("x", "y"), 2, ElementsAre(1, 2, 3, 4)));
}

TEST(CsvTest, NumbersColumnsWithoutAHeader) {
  EXPECT_THAT(
      ParseCsv("1,2,3\n4,5,6", "a.csv"),
      TableIs(ElementsAre("0", "1", "2"), 2, ElementsAre(1, 2, 3, 4, 5, 6)));
}

TEST(CsvTest, OneNameMakesAHeader) {
  EXPECT_THAT(ParseCsv("0,1,label\n4,5,6\n", "a.csv"),
              TableIs(ElementsAre("0", "1", "label"), 1, ElementsAre(4, 5, 6)));
}

TEST(CsvTest, AHeaderAloneIsATableWithoutRows) {
  EXPECT_THAT(ParseCsv("x,y\n", "a.csv"),
              TableIs(ElementsAre("x", "y"), 0, IsEmpty()));
}

TEST(CsvTest, ReadsNumbersInEveryUsualForm) {
  EXPECT_THAT(ParseCsv("-1.5,+2,.5,1e-3,2E4,-0,3.\n", "a.csv"),
              TableIs(testing::SizeIs(7), 1,
                      ElementsAre(-1.5, 2, 0.5, 1e-3, 2e4, 0, 3)));
}

TEST(CsvTest, ReadsNumbersExactly) {
  EXPECT_THAT(
      ParseCsv("0.1\n1.7976931348623157e308\n", "a.csv"),
      TableIs(ElementsAre("0"), 2, ElementsAre(0.1, 1.7976931348623157e308)));
}

TEST(CsvTest, ToleratesWindowsFilesAndBlankEnds) {
  EXPECT_THAT(ParseCsv("\xef\xbb\xbfx,y\r\n1,2\r\n\r\n \n", "a.csv"),
              TableIs(ElementsAre("x", "y"), 1, ElementsAre(1, 2)));
}

TEST(CsvTest, TrimsSpacesAndReadsQuotes) {
  EXPECT_THAT(
      ParseCsv(" \"a, b\" ,\t\"say \"\"hi\"\"\"\n 1 ,\"2\"\t\n", "a.csv"),
      TableIs(ElementsAre("a, b", "say \"hi\""), 1, ElementsAre(1, 2)));
}

TEST(CsvTest, APointIsAPointInEveryLocale) {
  // without the locale installed this is the plain test
  std::setlocale(LC_NUMERIC, "de_DE.UTF-8");
  EXPECT_THAT(ParseCsv("1.5\n", "a.csv"),
              TableIs(ElementsAre("0"), 1, ElementsAre(1.5)));
  std::setlocale(LC_NUMERIC, "C");
}

TEST(CsvTest, ARowOfAnotherLengthIsAMistake) {
  EXPECT_THAT(ParseCsv("1,2,3\n4,5\n", "a.csv"),
              Mistake("a.csv:2:4: expected 3 values; got 2"));
  EXPECT_THAT(ParseCsv("x,y\n1,2\n3, 4,  5,6\n", "a.csv"),
              Mistake("a.csv:3:8: expected 2 values; got 4"));
  EXPECT_THAT(ParseCsv("1,2\n\n3,4\n", "a.csv"),
              Mistake("a.csv:2:1: expected 2 values; got 0"));
  EXPECT_THAT(ParseCsv("1\n2,3\n", "a.csv"),
              Mistake("a.csv:2:3: expected 1 value; got 2"));
  EXPECT_THAT(ParseCsv("\n1,2\n", "a.csv"),
              Mistake("a.csv:1:1: expected a row; got a blank line"));
}

TEST(CsvTest, AValueThatIsNotFiniteIsAMistakeInAnyRow) {
  EXPECT_THAT(ParseCsv("x,y\n1, nan\n", "a.csv"),
              Mistake("a.csv:2:4: must be finite; got 'nan'"));
  EXPECT_THAT(ParseCsv("1,-inf\n", "a.csv"),
              Mistake("a.csv:1:3: must be finite; got '-inf'"));
  EXPECT_THAT(ParseCsv("1\n1e400\n", "a.csv"),
              Mistake("a.csv:2:1: must be finite; got '1e400'"));
}

TEST(CsvTest, WhatIsNoNumberIsAMistake) {
  EXPECT_THAT(ParseCsv("x,y\n1,2\n3,four\n", "a.csv"),
              Mistake("a.csv:3:3: must be a number; got 'four'"));
  EXPECT_THAT(ParseCsv("1\n\"1 2\"\n", "a.csv"),
              Mistake("a.csv:2:1: must be a number; got '1 2'"));
  EXPECT_THAT(ParseCsv("1\n0x10\n", "a.csv"),
              Mistake("a.csv:2:1: must be a number; got '0x10'"));
  EXPECT_THAT(ParseCsv("1\n1;5\n", "a.csv"),
              Mistake("a.csv:2:1: must be a number; got '1;5'"));
}

TEST(CsvTest, QuotesWhatIsNotTextBrieflyAndPrintably) {
  EXPECT_THAT(ParseCsv("1\n\x01\xff\n", "a.csv"),
              Mistake("a.csv:2:1: must be a number; got '\\x01\\xff'"));
  EXPECT_THAT(ParseCsv("1\n" + std::string(99, 'a'), "a.csv"),
              Mistake("a.csv:2:1: must be a number; got '" +
                      std::string(40, 'a') + "…'"));
}

TEST(CsvTest, AnEmptyCellIsAMistake) {
  EXPECT_THAT(ParseCsv("x,y,z\n1,,3\n", "a.csv"),
              Mistake("a.csv:2:3: must be a number; got an empty cell"));
  EXPECT_THAT(ParseCsv("x,y\n1,\n", "a.csv"),
              Mistake("a.csv:2:3: must be a number; got an empty cell"));
  EXPECT_THAT(ParseCsv("1,2\n\"\",3\n", "a.csv"),
              Mistake("a.csv:2:1: must be a number; got an empty cell"));
  EXPECT_THAT(ParseCsv("1,,3\n", "a.csv"),
              Mistake("a.csv:1:3: a column must have a name or a number"));
}

TEST(CsvTest, AnEmptyFileIsAMistake) {
  for (const char* text : {"", "\n", "\r\n\r\n", "\xef\xbb\xbf", "  "}) {
    EXPECT_THAT(ParseCsv(text, "a.csv"),
                Mistake("a.csv:1:1: expected a row; got an empty file"));
  }
}

TEST(CsvTest, AColumnComesOnce) {
  EXPECT_THAT(ParseCsv("x,y,x\n1,2,3\n", "a.csv"),
              Mistake("a.csv:1:5: the column 'x' comes twice"));
}

TEST(CsvTest, UnfinishedQuotesAreMistakes) {
  EXPECT_THAT(ParseCsv("1,2\n3,\"4\n", "a.csv"),
              Mistake("a.csv:2:3: the closing quote is missing"));
  EXPECT_THAT(ParseCsv("1,2\n\"3\"3,4\n", "a.csv"),
              Mistake("a.csv:2:4: expected a comma after the closing quote"));
}

TEST(CsvTest, ColumnsCountBytesAfterAByteOrderMark) {
  EXPECT_THAT(ParseCsv("\xef\xbb\xbf\"\xc3\xa4\",y,y\n", "a.csv"),
              Mistake("a.csv:1:8: the column 'y' comes twice"));
}

TEST(CsvTest, ReadsFilesAndNamesTheMissing) {
  const std::string path = JoinPath(testing::TempDir(), "table.csv");
  ASSERT_OK(WriteFileAtomically(path, "x\n1\n"));
  EXPECT_THAT(ReadCsv(path), TableIs(ElementsAre("x"), 1, ElementsAre(1)));
  EXPECT_THAT(ReadCsv("/no/such.csv"),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("/no/such.csv")));
}

}  // namespace
}  // namespace flow::core
