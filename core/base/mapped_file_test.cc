#include "core/base/mapped_file.h"

#include "core/base/files.h"
#include "core/base/status_testing.h"

namespace flow {
namespace {

TEST(MappedFileTest, HasTheBytesOfTheFile) {
  const std::string path = JoinPath(testing::TempDir(), "mapped");
  std::string content(100000, 'a');
  content[70000] = '\0';
  ASSERT_OK(WriteFileAtomically(path, content));
  ASSERT_OK_AND_ASSIGN(const auto mapped, MappedFile::Open(path));
  EXPECT_EQ(mapped->bytes(), content);
  // a file that takes its place is another one
  ASSERT_OK(WriteFileAtomically(path, "b"));
  EXPECT_EQ(mapped->bytes(), content);
}

TEST(MappedFileTest, AnEmptyFileHasNone) {
  const std::string path = JoinPath(testing::TempDir(), "empty");
  ASSERT_OK(WriteFileAtomically(path, ""));
  ASSERT_OK_AND_ASSIGN(const auto mapped, MappedFile::Open(path));
  EXPECT_EQ(mapped->bytes(), "");
}

TEST(MappedFileTest, RefusesWhatIsNoFile) {
  for (const std::string& path :
       {testing::TempDir(), std::string("/dev/null")}) {
    EXPECT_THAT(MappedFile::Open(path),
                StatusIs(absl::StatusCode::kFailedPrecondition,
                         testing::HasSubstr("it is no plain file")));
  }
}

TEST(MappedFileTest, NamesTheFileThatIsNotThere) {
  EXPECT_THAT(MappedFile::Open("/nowhere/file"),
              StatusIs(absl::StatusCode::kNotFound,
                       testing::HasSubstr("/nowhere/file")));
}

}  // namespace
}  // namespace flow
