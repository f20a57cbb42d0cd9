#include "flowlang/source/location_map.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace flow::lang {
namespace {

using ::testing::ElementsAre;
using ::testing::IsNull;
using ::testing::NotNull;

class LocationMapTest : public testing::Test {
 protected:
  FieldLocation At(int begin) {
    return {Span{&source_, begin, begin + 1},
            Span{&source_, begin + 2, begin + 3}};
  }
  static std::vector<std::string> Paths(const LocationMap& map) {
    std::vector<std::string> paths;
    for (const auto& [path, location] : map) paths.push_back(path);
    return paths;
  }

  SourceText source_{"a.textproto", std::string(100, ' ')};
};

TEST_F(LocationMapTest, FindsWhatWasSet) {
  LocationMap map;
  map.Set("train.batch", At(7));
  ASSERT_THAT(map.Find("train.batch"), NotNull());
  EXPECT_EQ(*map.Find("train.batch"), At(7));
  EXPECT_THAT(map.Find("train"), IsNull());
}

TEST_F(LocationMapTest, TheEmptyPathIsTheRoot) {
  LocationMap map;
  map.SetRoot(At(3));
  ASSERT_THAT(map.Find(""), NotNull());
  EXPECT_EQ(*map.Find(""), At(3));
}

TEST_F(LocationMapTest, NearestIsTheClosestEnclosingMessage) {
  LocationMap map;
  map.SetRoot(At(0));
  map.Set("evaluate[0]", At(10));
  map.Set("evaluate[0].metric[1]", At(20));
  EXPECT_EQ(map.FindNearest("evaluate[0].metric[1].w2.samples"), At(20));
  EXPECT_EQ(map.FindNearest("evaluate[0].metric[2]"), At(10));
  EXPECT_EQ(map.FindNearest("evaluate[1]"), At(0));
  EXPECT_EQ(map.FindNearest("train"), At(0));
}

TEST_F(LocationMapTest, OverlayPrefersTheOther) {
  LocationMap base, derived;
  base.SetRoot(At(1));
  base.Set("name", At(2));
  base.Set("seed", At(3));
  derived.SetRoot(At(50));
  derived.Set("name", At(60));
  base.Overlay(derived);
  EXPECT_EQ(base.root(), At(50));
  EXPECT_EQ(*base.Find("name"), At(60));
  EXPECT_EQ(*base.Find("seed"), At(3));
}

TEST_F(LocationMapTest, EraseForgetsASettingAndWhatIsInsideIt) {
  LocationMap map;
  for (const char* path : {"evaluate[0]", "evaluate[0].name", "evaluate[10]",
                           "evaluated", "train", "train.batch", "trainer"}) {
    map.Set(path, At(0));
  }
  map.Erase("evaluate");
  map.Erase("train");
  EXPECT_THAT(Paths(map), ElementsAre("evaluated", "trainer"));
}

TEST_F(LocationMapTest, EraseOfOneElementKeepsTheOthers) {
  LocationMap map;
  map.Set("metric[1].w2", At(0));
  map.Set("metric[10].w2", At(0));
  map.Erase("metric[1]");
  EXPECT_THAT(Paths(map), ElementsAre("metric[10].w2"));
}

TEST(FieldPathTest, JoinsWithDotsAndBrackets) {
  EXPECT_EQ(JoinFieldPath("", "train"), "train");
  EXPECT_EQ(JoinFieldPath("train", "batch"), "train.batch");
  EXPECT_EQ(IndexedPath("evaluate", 2), "evaluate[2]");
}

}  // namespace
}  // namespace flow::lang
