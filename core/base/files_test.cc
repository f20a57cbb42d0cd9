#include "core/base/files.h"

#include <sys/stat.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "core/base/status_testing.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string Folder(absl::string_view name) {
  const std::string folder = absl::StrCat(testing::TempDir(), "/files_", name);
  EXPECT_OK(MakeDirectories(folder));
  return folder;
}

TEST(FilesTest, WritesReadsAndLeavesNothingElseBehind) {
  const std::string folder = Folder("round_trip");
  const std::string bytes("a\0b\n", 4);
  EXPECT_OK(WriteFileAtomically(JoinPath(folder, "x"), "old"));
  EXPECT_OK(WriteFileAtomically(JoinPath(folder, "x"), bytes));
  EXPECT_THAT(ReadFile(JoinPath(folder, "x")), IsOkAndHolds(bytes));
  EXPECT_THAT(ListDirectory(folder), IsOkAndHolds(ElementsAre("x")));
}

TEST(FilesTest, ErrorsNameThePathAndTheKind) {
  EXPECT_THAT(ReadFile("/no/such/file"), StatusIs(absl::StatusCode::kNotFound,
                                                  HasSubstr("/no/such/file")));
  EXPECT_THAT(ReadFile("/tmp"),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(WriteFileAtomically("/proc/x", "a"),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("/proc/x")));
}

// /dev/full accepts every open and answers every write with ENOSPC.
TEST(FilesTest, ADeviceIsNoFile) {
  EXPECT_THAT(ReadFile("/dev/zero"),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       "cannot read '/dev/zero': it is a device"));
}

TEST(FilesTest, AFullDiskIsResourceExhausted) {
  EXPECT_THAT(
      AppendToFile("/dev/full", "a"),
      StatusIs(absl::StatusCode::kResourceExhausted, HasSubstr("/dev/full")));
}

TEST(FilesTest, AFileInTheWayOfAFolderIsRefused) {
  const std::string folder = Folder("in_the_way");
  EXPECT_OK(WriteFileAtomically(JoinPath(folder, "x"), ""));
  EXPECT_THAT(MakeDirectories(JoinPath(folder, "x/y")),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_OK(MakeDirectories(JoinPath(folder, "a/b/c")));
  EXPECT_TRUE(FileExists(JoinPath(folder, "a/b/c")));
}

TEST(FilesTest, JoinsAndSplitsPaths) {
  EXPECT_EQ(JoinPath("a/b", "c"), "a/b/c");
  EXPECT_EQ(JoinPath("a/", "c"), "a/c");
  EXPECT_EQ(JoinPath("", "c"), "c");
  EXPECT_EQ(JoinPath("a", "/c"), "/c");
  EXPECT_EQ(DirectoryOf("a/b"), "a");
  EXPECT_EQ(DirectoryOf("/b"), "/");
  EXPECT_EQ(DirectoryOf("b"), "");
}

TEST(FilesTest, SizesAreInBytes) {
  const std::string path = JoinPath(testing::TempDir(), "five_bytes");
  ASSERT_OK(WriteFileAtomically(path, "12345"));
  EXPECT_THAT(FileSize(path), IsOkAndHolds(5));
  EXPECT_THAT(FileSize(path + "_none"), StatusIs(absl::StatusCode::kNotFound));
}

}  // namespace
}  // namespace flow
