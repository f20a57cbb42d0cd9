#include "core/nn/parameter_shapes.h"

#include "core/nn/make_network.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

TEST(ParameterShapesTest, AreThoseOfTheNetwork) {
  const MlpOptions mlp = {.dim = 3,
                          .hidden = {8, 4},
                          .time_embedding = SinusoidalTimeOptions{.dim = 6}};
  MlpOptions labelled = mlp;
  labelled.classes = 5;
  labelled.outputs = Outputs::kTwo;
  const NetworkOptions networks[] = {mlp, labelled, MlpPairOptions{mlp},
                                     IcnnOptions{.dim = 2, .hidden = {5, 4}}};
  for (const NetworkOptions& network : networks) {
    const Parameters parameters = MakeNetwork(network)->Initialize(1);
    const std::vector<ParameterShape> shapes = ParameterShapes(network);
    ASSERT_EQ(shapes.size(), parameters.size());
    for (size_t k = 0; k < shapes.size(); ++k) {
      EXPECT_EQ(shapes[k].name, parameters[k].name);
      EXPECT_EQ(shapes[k].shape, parameters[k].value.sizes().vec())
          << shapes[k].name;
      EXPECT_EQ(shapes[k].numbers(), parameters[k].value.numel());
    }
  }
}

TEST(ParameterShapesTest, ANameCoversWhatGoesOnFromItBehindADot) {
  EXPECT_TRUE(NameCovers("layers.0", "layers.0"));
  EXPECT_TRUE(NameCovers("layers.0", "layers.0.weight"));
  EXPECT_FALSE(NameCovers("layers.0", "layers.01.weight"));
  EXPECT_FALSE(NameCovers("layers.0", "layers"));
}

}  // namespace
}  // namespace flow::core
