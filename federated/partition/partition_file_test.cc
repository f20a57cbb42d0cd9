#include "federated/partition/partition_file.h"

#include "absl/strings/str_cat.h"
#include "core/base/files.h"
#include "core/base/status_testing.h"

namespace flow::federated {
namespace {

using testing::EndsWith;
using testing::HasSubstr;

constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;

std::string Path(absl::string_view name) {
  return JoinPath(testing::TempDir(), name);
}

std::string FileOf(absl::string_view content) {
  const std::string path = Path("clients.csv");
  EXPECT_OK(WriteFileAtomically(path, content));
  return path;
}

TEST(ReadPartitionTest, LineKIsTheClientOfRowK) {
  EXPECT_THAT(ReadPartition(FileOf("1\n0\n2\n1\n"), 3, 4),
              IsOkAndHolds(Partition{{1}, {0, 3}, {2}}));
}

TEST(ReadPartitionTest, TakesOtherEndsOfLinesAndBlanks) {
  EXPECT_THAT(ReadPartition(FileOf("1\r\n 0 \r\n1"), 2, 3),
              IsOkAndHolds(Partition{{1}, {0, 2}}));
}

TEST(ReadPartitionTest, NamesTheFileAndTheLine) {
  const auto error = [](absl::string_view content) {
    return ReadPartition(FileOf(content), 2, 3);
  };
  for (const absl::string_view wrong :
       {"x", "2", "-1", "", "0,1", "1.5", "99999999999999999999"}) {
    EXPECT_THAT(error(absl::StrCat("0\n", wrong, "\n1\n")),
                StatusIs(kInvalid, EndsWith(absl::StrCat(
                                       "/clients.csv:2: must be a whole number "
                                       "from 0 to 1, a client; got '",
                                       wrong, "'"))));
  }
  EXPECT_THAT(error("0\n1\n"),
              StatusIs(kInvalid, EndsWith("/clients.csv:3: must have a line "
                                          "for each of 3 rows; the file ends "
                                          "after 2")));
  EXPECT_THAT(error("0\n1\n0\n1\n1\n"),
              StatusIs(kInvalid, EndsWith("/clients.csv:4: must have a line "
                                          "for each of 3 rows; got 5 lines")));
  EXPECT_THAT(error(""), StatusIs(kInvalid, HasSubstr("/clients.csv:1: ")));
}

TEST(ReadPartitionTest, ShowsTheBeginningOfALongLine) {
  EXPECT_THAT(ReadPartition(FileOf(std::string(1000, '\x01')), 2, 3),
              StatusIs(kInvalid, testing::SizeIs(testing::Lt(400))));
}

TEST(ReadPartitionTest, NamesTheClientWithoutARow) {
  EXPECT_THAT(ReadPartition(FileOf("0\n2\n0\n"), 3, 3),
              StatusIs(kInvalid, EndsWith("/clients.csv: client 1 of 3 must "
                                          "have a row; no line names it")));
}

TEST(ReadPartitionTest, RefusesNoFileAndNoClient) {
  EXPECT_THAT(ReadPartition(Path("none.csv"), 2, 3),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("none.csv")));
  EXPECT_THAT(ReadPartition(FileOf("0\n"), 0, 1),
              StatusIs(kInvalid, EndsWith("'clients' must be >= 1; got 0")));
}

TEST(WritePartitionTest, IsReadBackAsItWas) {
  const Partition partition = {{2, 5}, {0, 1, 3, 6}, {4}};
  const std::string path = Path("round.csv");
  ASSERT_OK(WritePartition(path, partition));
  EXPECT_THAT(ReadFile(path), IsOkAndHolds("1\n1\n0\n1\n2\n0\n1\n"));
  EXPECT_THAT(ReadPartition(path, 3, 7), IsOkAndHolds(partition));
}

TEST(WritePartitionTest, RefusesWhatCouldNotBeReadBack) {
  const std::string path = Path("refused.csv");
  EXPECT_THAT(WritePartition(path, {{0}, {}}),
              StatusIs(kInvalid, HasSubstr("client 1 of 2 must have a row")));
  EXPECT_THAT(WritePartition(path, {{0}, {0}}),
              StatusIs(kInvalid, HasSubstr("row 0 belongs to")));
  EXPECT_FALSE(FileExists(path));
}

}  // namespace
}  // namespace flow::federated
