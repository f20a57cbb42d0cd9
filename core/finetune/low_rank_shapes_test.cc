#include "core/finetune/low_rank_shapes.h"

#include "core/base/status_testing.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

std::vector<ParameterShape> Network() {
  return ParameterShapes(MlpOptions{.dim = 2, .hidden = {8, 6}});
}

TEST(LowRankShapesTest, EachMatrixHasTwoOfTheRankOrOfItsOwn) {
  ASSERT_OK_AND_ASSIGN(const auto shapes,
                       LowRankShapes({.rank = 4}, Network()));
  EXPECT_THAT(shapes,
              ElementsAre(ParameterShape{"layers.0.weight.lora_A", {3, 3}},
                          ParameterShape{"layers.0.weight.lora_B", {8, 3}},
                          ParameterShape{"layers.1.weight.lora_A", {4, 8}},
                          ParameterShape{"layers.1.weight.lora_B", {6, 4}},
                          ParameterShape{"layers.2.weight.lora_A", {2, 6}},
                          ParameterShape{"layers.2.weight.lora_B", {2, 2}}));
}

TEST(LowRankShapesTest, OfNamedMatricesAlone) {
  ASSERT_OK_AND_ASSIGN(
      const auto shapes,
      LowRankShapes({.rank = 2, .parameters = {"layers.1"}}, Network()));
  EXPECT_THAT(shapes,
              ElementsAre(ParameterShape{"layers.1.weight.lora_A", {2, 8}},
                          ParameterShape{"layers.1.weight.lora_B", {6, 2}}));
}

TEST(LowRankShapesTest, ANameWithoutAMatrixIsTold) {
  for (const char* name : {"layers.3", "layers.1.bias", ""}) {
    EXPECT_THAT(
        LowRankShapes({.parameters = {name}}, Network()),
        StatusIs(absl::StatusCode::kInvalidArgument,
                 AllOf(HasSubstr(std::string("no matrix '") + name + "'"),
                       HasSubstr("layers.0.weight, layers.1.weight"))));
  }
}

}  // namespace
}  // namespace flow::core
