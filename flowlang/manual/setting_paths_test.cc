#include "flowlang/manual/setting_paths.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "flowlang/schema/documented_schema.h"

namespace flow::lang {
namespace {

using google::protobuf::Descriptor;
using ::testing::ElementsAre;

const Descriptor& Type(const std::string& name) {
  return *DocumentedSchema().FindMessageTypeByName("flow." + name);
}

std::vector<std::string> PathsOf(const std::vector<Setting>& settings) {
  std::vector<std::string> paths;
  for (const Setting& setting : settings) paths.push_back(setting.path);
  return paths;
}

TEST(SettingPathsTest, GoFromTheRootOfAFile) {
  EXPECT_EQ(PathTo(ExperimentType()), "");
  EXPECT_EQ(PathTo(SuiteType()), "suite");
  EXPECT_EQ(PathTo(Type("AdamW")), "train.optimizer.adamw");
  EXPECT_EQ(PathTo(Type("Expectation")), "suite.expect");
  EXPECT_EQ(PathTo(Type("GaussianMixture.Component")),
            "source.gaussian_mixture.component");
}

TEST(SettingPathsTest, TakeTheShortestWay) {
  // a sampler is in the reflow of a method too
  EXPECT_EQ(PathTo(Type("Sampler")), "evaluate.sampler");
  EXPECT_EQ(PathTo(Type("Training")), "train");
}

TEST(SettingPathsTest, HaveEveryFieldOnce) {
  std::set<const google::protobuf::FieldDescriptor*> fields;
  for (const Setting& setting : AllSettings()) {
    EXPECT_TRUE(fields.insert(setting.field).second) << setting.path;
  }
  EXPECT_EQ(fields.count(Type("AdamW").FindFieldByName("weight_decay")), 1);
  EXPECT_EQ(fields.count(Type("Sweep").FindFieldByName("values")), 1);
}

TEST(SettingPathsTest, KnowWhichSettingsHoldAMessage) {
  EXPECT_THAT(PathsOf(HoldersOf(Type("Distribution"))),
              ElementsAre("source", "target"));
  EXPECT_THAT(PathsOf(HoldersOf(Type("AdamW"))),
              ElementsAre("train.optimizer.adamw"));
}

TEST(SettingPathsTest, WhatAllExperimentsNeedIsNotPlanned) {
  for (const char* name : {"Experiment", "Suite", "Adam", "Gaussian", "W2"}) {
    EXPECT_FALSE(IsPlanned(Type(name))) << name;
  }
}

}  // namespace
}  // namespace flow::lang
