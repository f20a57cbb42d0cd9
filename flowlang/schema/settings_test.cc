#include "flowlang/schema/settings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "flowlang/schema/experiment.pb.h"

namespace flow::lang {
namespace {

using ::testing::Contains;
using ::testing::Not;

std::vector<std::string> Paths(const std::vector<Setting>& settings) {
  std::vector<std::string> paths;
  for (const Setting& setting : settings) paths.push_back(setting.path);
  return paths;
}

TEST(SettingsTest, EveryMessageComesOnceUnderAShortestPath) {
  const auto settings = SettingsFrom({{Experiment::descriptor(), ""}});
  std::set<const google::protobuf::FieldDescriptor*> fields;
  for (const Setting& setting : settings) {
    EXPECT_TRUE(fields.insert(setting.field).second) << setting.path;
  }
  EXPECT_THAT(Paths(settings), Contains("train.optimizer.adamw.beta1"));
  // Gaussian is reached by the source first
  EXPECT_THAT(Paths(settings), Contains("source.gaussian.dim"));
  EXPECT_THAT(Paths(settings), Not(Contains("target.gaussian.dim")));
}

TEST(SettingsTest, ARootHasItsPath) {
  EXPECT_THAT(Paths(SettingsFrom({{Sgd::descriptor(), "sgd"}})),
              testing::ElementsAre("sgd.learning_rate", "sgd.momentum",
                                   "sgd.weight_decay", "sgd.nesterov"));
}

}  // namespace
}  // namespace flow::lang
