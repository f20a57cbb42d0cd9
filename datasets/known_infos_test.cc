#include "datasets/known_infos.h"

#include <string>

#include "core/base/files.h"
#include "core/base/status_testing.h"

namespace flow::datasets {
namespace {

using testing::HasSubstr;

TEST(KnownInfosTest, AContentIsReadOnce) {
  const std::string path = JoinPath(testing::TempDir(), "points.csv");
  ASSERT_OK(WriteFileAtomically(path, "x,y,kind\n1,2,5\n4,5,9\n"));
  const DistributionOptions points{ArrayFileOptions{path}};
  KnownInfos infos;
  const DistributionInfo info = {.dim = 3, .size = 2};
  EXPECT_THAT(infos.Get("a", points), IsOkAndHolds(info));

  // another file would be another content
  ASSERT_OK(WriteFileAtomically(path, "x,y\n1,2\n"));
  EXPECT_THAT(infos.Get("a", points), IsOkAndHolds(info));
  EXPECT_THAT(infos.Get("b", points),
              IsOkAndHolds(DistributionInfo{.dim = 2, .size = 1}));
}

TEST(KnownInfosTest, OtherOptionsAreAnotherQuestion) {
  const std::string path = JoinPath(testing::TempDir(), "labels.csv");
  ASSERT_OK(WriteFileAtomically(path, "x,y,kind\n1,2,5\n4,5,9\n"));
  KnownInfos infos;
  EXPECT_THAT(infos.Get("a", {ArrayFileOptions{path}}),
              IsOkAndHolds(DistributionInfo{.dim = 3, .size = 2}));
  EXPECT_THAT(
      infos.Get("a", {ArrayFileOptions{path, "kind"}}),
      IsOkAndHolds(DistributionInfo{.dim = 2, .num_classes = 2, .size = 2}));
}

TEST(KnownInfosTest, ErrorsAreRemembered) {
  const std::string path = JoinPath(testing::TempDir(), "words.csv");
  ASSERT_OK(WriteFileAtomically(path, "x,y\n1,word\n"));
  KnownInfos infos;
  const auto first = infos.Get("a", {ArrayFileOptions{path}});
  EXPECT_THAT(std::string(first.status().message()), HasSubstr("words.csv"));
  EXPECT_EQ(infos.Get("a", {ArrayFileOptions{path}}).status(), first.status());
}

}  // namespace
}  // namespace flow::datasets
