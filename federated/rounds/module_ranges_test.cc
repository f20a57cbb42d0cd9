#include "federated/rounds/module_ranges.h"

#include "core/base/status_testing.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow::federated {
namespace {

using testing::AllOf;
using testing::HasSubstr;

const std::vector<core::ParameterShape> kParameters = {{"layers.0.weight", {6}},
                                                       {"layers.0.bias", {2}},
                                                       {"layers.1.weight", {4}},
                                                       {"layers.1.bias", {2}},
                                                       {"layers.10.bias", {3}}};

ClientGroups Groups(int64_t clients, int64_t groups) {
  return ClientGroups::Create(clients, groups).value();
}

TEST(ModuleRangesTest, ANameCoversWholePartsOfNames) {
  const ModuleOptions module = {"layers.1"};
  EXPECT_TRUE(Covers(module, "layers.1.bias"));
  EXPECT_TRUE(Covers(module, "layers.1"));
  EXPECT_FALSE(Covers(module, "layers.10.bias"));
  EXPECT_FALSE(Covers(module, "layers"));
  EXPECT_FALSE(Covers({"layers.1.b"}, "layers.1.bias"));
}

TEST(ModuleRangesTest, RangesAreAsLongAsTheyCanBe) {
  const std::vector<ModuleOptions> modules = {
      {"layers.1", ModuleOwner::kFrozen},
      {"layers.0", ModuleOwner::kLocal},
      {"layers.10.bias", ModuleOwner::kFrozen}};
  ASSERT_OK_AND_ASSIGN(const auto ranges,
                       FindModuleRanges(modules, kParameters));
  ASSERT_EQ(ranges.size(), 3);
  EXPECT_EQ(ranges[0].begin, 0);
  EXPECT_EQ(ranges[0].end, 8);
  EXPECT_EQ(ranges[0].module, 1);
  EXPECT_EQ(ranges[1].end, 14);
  EXPECT_EQ(ranges[1].module, 0);
  // another module, though behind it and as frozen
  EXPECT_EQ(ranges[2].begin, 14);
  EXPECT_EQ(ranges[2].size(), 3);
  EXPECT_EQ(FrozenFor(0, modules, ranges).size(), 2);
}

TEST(ModuleRangesTest, WhatIsFrozenForWhom) {
  const std::vector<ModuleOptions> modules = {
      {"layers.0", ModuleOwner::kLocal, 1, {1, 4}},
      {"layers.1", ModuleOwner::kGlobal, 1, {4}},
      {"layers.10", ModuleOwner::kFrozen}};
  ASSERT_OK_AND_ASSIGN(const auto ranges,
                       FindModuleRanges(modules, kParameters));
  EXPECT_EQ(FrozenFor(0, modules, ranges).size(), 3);
  EXPECT_EQ(FrozenFor(1, modules, ranges).size(), 2);
  EXPECT_EQ(FrozenFor(1, modules, ranges)[0].begin, 8);
  EXPECT_EQ(FrozenFor(4, modules, ranges).size(), 1);
  EXPECT_EQ(FrozenFor(4, modules, ranges)[0].begin, 14);
  EXPECT_FALSE(IsTrainedBy({"a", ModuleOwner::kFrozen, 1, {4}}, 4));
}

TEST(ModuleRangesTest, WhatIsNotFoundAndWhatIsFoundTwice) {
  EXPECT_THAT(
      FindModuleRanges(std::vector<ModuleOptions>{{"layers.2"}}, kParameters)
          .status(),
      StatusIs(absl::StatusCode::kInvalidArgument,
               AllOf(HasSubstr("'layers.2'"),
                     HasSubstr("layers.0.weight, layers.0.bias"))));
  EXPECT_THAT(
      FindModuleRanges(
          std::vector<ModuleOptions>{{"layers"}, {"layers.1.weight"}},
          kParameters)
          .status(),
      StatusIs(absl::StatusCode::kInvalidArgument,
               HasSubstr("the modules 'layers' and 'layers.1.weight' both have "
                         "'layers.1.weight'")));
}

// Of 17 numbers 8 are local, 6 go every third round, and 3 always.
TEST(ModuleRangesTest, WhatTravelsInTheMean) {
  const std::vector<ModuleOptions> modules = {
      {"layers.0", ModuleOwner::kLocal},
      {"layers.1", ModuleOwner::kEdge, 3},
      {"layers.10", ModuleOwner::kGlobal, 1}};
  ASSERT_OK_AND_ASSIGN(const auto ranges,
                       FindModuleRanges(modules, kParameters));
  EXPECT_DOUBLE_EQ(MeanNumbersShared(modules, ranges, 5, 17), 2 + 3);
  EXPECT_DOUBLE_EQ(MeanNumbersKept(modules, ranges, 5), 8 + 6);
  EXPECT_DOUBLE_EQ(MeanNumbersShared({}, {}, 5, 17), 17);
  EXPECT_DOUBLE_EQ(MeanNumbersOfEdge(modules, ranges, Groups(4, 2), 17, 2), 3);
  EXPECT_DOUBLE_EQ(MeanNumbersOfEdge({}, {}, Groups(4, 2), 17, 2), 17);
}

// The same for some of five clients: one has the local part, two share the
// second, three the third.
TEST(ModuleRangesTest, WhatTravelsInTheMeanOverClients) {
  const std::vector<ModuleOptions> modules = {
      {"layers.0", ModuleOwner::kLocal, 1, {3}},
      {"layers.1", ModuleOwner::kEdge, 3, {0, 4}},
      {"layers.10", ModuleOwner::kGlobal, 1, {0, 1, 2}}};
  ASSERT_OK_AND_ASSIGN(const auto ranges,
                       FindModuleRanges(modules, kParameters));
  EXPECT_DOUBLE_EQ(MeanNumbersShared(modules, ranges, 5, 17),
                   2 * 6 / 15.0 + 3 * 3 / 5.0);
  EXPECT_DOUBLE_EQ(MeanNumbersKept(modules, ranges, 5), 8 / 5.0 + 6 * 2 / 5.0);
}

// Six numbers go to all every third round: servers send them each other in two
// of three rounds of two, and in all of four. Those that only clients of one
// group have go to its edge server alone.
TEST(ModuleRangesTest, WhatServersSendInTheMean) {
  std::vector<ModuleOptions> modules = {{"layers.1", ModuleOwner::kGlobal, 3}};
  ASSERT_OK_AND_ASSIGN(const auto ranges,
                       FindModuleRanges(modules, kParameters));
  const ClientGroups groups = Groups(4, 2);
  EXPECT_DOUBLE_EQ(MeanNumbersOfEdge(modules, ranges, groups, 17, 2), 11 + 4);
  EXPECT_DOUBLE_EQ(MeanNumbersOfEdge(modules, ranges, groups, 17, 4), 17);
  modules[0].clients = {2, 3};
  EXPECT_DOUBLE_EQ(MeanNumbersOfEdge(modules, ranges, groups, 17, 4), 11 + 3);
}

}  // namespace
}  // namespace flow::federated
