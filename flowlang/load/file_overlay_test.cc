#include "flowlang/load/file_overlay.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "core/base/files.h"
#include "core/base/status_testing.h"
#include "flowlang/load/source_set.h"

namespace flow::lang {
namespace {

using ::testing::Pointee;

class FileOverlayTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(chdir(testing::TempDir().c_str()), 0);
    ASSERT_OK(MakeDirectories("sub"));
    ASSERT_OK(WriteFileAtomically("a", "of the disk"));
  }
};

TEST_F(FileOverlayTest, KnowsAFileHoweverItIsWritten) {
  FileOverlay overlay;
  overlay.Set("a", "of the editor");
  for (const std::string& path :
       {std::string("a"), std::string("./a"), std::string("sub/../a"),
        JoinPath(testing::TempDir(), "a")}) {
    EXPECT_THAT(overlay.Find(path), Pointee(std::string("of the editor")))
        << path;
  }
  EXPECT_EQ(overlay.Find("sub/a"), nullptr);
}

TEST_F(FileOverlayTest, HoldsFilesThatAreNotThereYet) {
  FileOverlay overlay;
  overlay.Set("none/such", "new");
  EXPECT_THAT(overlay.Find(JoinPath(testing::TempDir(), "none/such")),
              Pointee(std::string("new")));
}

TEST_F(FileOverlayTest, TheLastTextCountsUntilItIsRemoved) {
  FileOverlay overlay;
  overlay.Set("a", "1");
  overlay.Set("./a", "2");
  EXPECT_THAT(overlay.Find("a"), Pointee(std::string("2")));
  overlay.Remove("sub/../a");
  EXPECT_EQ(overlay.Find("a"), nullptr);
}

TEST_F(FileOverlayTest, ASetOfSourcesReadsThroughIt) {
  FileOverlay overlay;
  overlay.Set("a", "of the editor");
  SourceSet with(&overlay), without;
  EXPECT_THAT(with.Read("./a"), IsOkAndHolds("of the editor"));
  EXPECT_THAT(without.Read("a"), IsOkAndHolds("of the disk"));
  EXPECT_FALSE(with.Read("sub/none").ok());
  EXPECT_THAT(with.paths_read(), testing::ElementsAre("./a", "sub/none"));
}

}  // namespace
}  // namespace flow::lang
