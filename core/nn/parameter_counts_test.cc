#include "core/nn/parameter_counts.h"

#include "core/nn/make_network.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

TEST(ParameterCountsTest, AreThoseOfTheNetwork) {
  const MlpOptions mlp = {.dim = 3,
                          .hidden = {8, 4},
                          .time_embedding = SinusoidalTimeOptions{.dim = 6}};
  MlpOptions labelled = mlp;
  labelled.classes = 5;
  labelled.two_outputs = true;
  const NetworkOptions networks[] = {mlp, labelled, MlpPairOptions{mlp},
                                     IcnnOptions{.dim = 2, .hidden = {5, 4}}};
  for (const NetworkOptions& network : networks) {
    const Parameters parameters = MakeNetwork(network)->Initialize(1);
    const std::vector<ParameterCount> counts = CountParameters(network);
    ASSERT_EQ(counts.size(), parameters.size());
    for (size_t k = 0; k < counts.size(); ++k) {
      EXPECT_EQ(counts[k].name, parameters[k].name);
      EXPECT_EQ(counts[k].numbers, parameters[k].value.numel())
          << counts[k].name;
    }
  }
}

}  // namespace
}  // namespace flow::core
