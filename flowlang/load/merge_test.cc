#include "flowlang/load/merge.h"

#include <gtest/gtest.h>

#include <string>

#include "flowlang/compile/testing/parts_of_ones_own.pb.h"
#include "flowlang/schema/experiment.pb.h"
#include "google/protobuf/text_format.h"

namespace flow::lang {
namespace {

Experiment Parse(const std::string& text) {
  Experiment experiment;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &experiment));
  return experiment;
}

std::string Merged(const std::string& base, const std::string& top) {
  Experiment merged = Parse(base);
  LocationMap locations;
  MergeOver(Parse(top), "", &merged, &locations);
  return merged.ShortDebugString();
}

TEST(MergeTest, ScalarsOfTheTopWin) {
  EXPECT_EQ(Merged("name: 'a' seed: 3", "name: 'b'"), "name: \"b\" seed: 3");
}

TEST(MergeTest, MessagesMergeFieldByField) {
  EXPECT_EQ(Merged("train { steps: 5 batch: 64 }", "train { batch: 128 }"),
            "train { steps: 5 batch: 128 }");
}

TEST(MergeTest, AListReplacesTheWholeList) {
  EXPECT_EQ(Merged("model { mlp { hidden: [1, 2, 3] activation: RELU } }",
                   "model { mlp { hidden: 4 } }"),
            "model { mlp { hidden: 4 activation: RELU } }");
  EXPECT_EQ(Merged("evaluate { name: 'a' } evaluate { name: 'b' }",
                   "evaluate { samples: 7 }"),
            "evaluate { samples: 7 }");
}

TEST(MergeTest, AnArmOfAOneofReplacesTheOther) {
  EXPECT_EQ(Merged("target { two_moons { noise: 1 } }",
                   "target { circles { factor: 0.3 } }"),
            "target { circles { factor: 0.3 } }");
}

TEST(MergeTest, AnExtensionIsOneMoreArm) {
  my::lab::Spiral::descriptor();  // links the extension
  EXPECT_EQ(Merged("path { linear { sigma: 1 } }",
                   "path { [my.lab.spiral] { turns: 3 } }"),
            "path { [my.lab.spiral] { turns: 3 } }");
  EXPECT_EQ(Merged("path { [my.lab.spiral] { turns: 3 } }",
                   "path { linear { sigma: 1 } }"),
            "path { linear { sigma: 1 } }");
}

TEST(MergeTest, TheSameArmMerges) {
  EXPECT_EQ(Merged("target { two_moons { noise: 1 scale: 2 } }",
                   "target { two_moons { noise: 3 } }"),
            "target { two_moons { noise: 3 scale: 2 } }");
}

TEST(MergeTest, AnEmptyTopChangesNothing) {
  EXPECT_EQ(Merged("seed: 3 train { }", ""), "train { } seed: 3");
}

TEST(MergeTest, ForgetsTheLocationsOfWhatIsReplaced) {
  Experiment base = Parse(
      "target { two_moons { noise: 1 } } model { mlp { hidden: [1, 2] } } "
      "train { steps: 5 batch: 64 }");
  LocationMap locations;
  for (const char* path :
       {"target", "target.two_moons", "target.two_moons.noise",
        "model.mlp.hidden[0]", "model.mlp.hidden[1]", "train.steps",
        "train.batch"}) {
    locations.Set(path, {});
  }
  MergeOver(Parse("target { circles {} } model { mlp { hidden: 4 } } "
                  "train { batch: 128 }"),
            "", &base, &locations);
  std::string left;
  for (const auto& [path, location] : locations) left += path + " ";
  EXPECT_EQ(left, "target train.steps ");
}

}  // namespace
}  // namespace flow::lang
