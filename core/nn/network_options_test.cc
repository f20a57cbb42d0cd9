#include "core/nn/network_options.h"

#include "core/nn/make_network.h"
#include "core/nn/parameter_shapes.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

TEST(NetworkOptionsTest, TimeTakesOneColumnOrThoseOfItsEmbedding) {
  EXPECT_EQ(TimeWidth(ConcatenatedTimeOptions{}), 1);
  EXPECT_EQ(TimeWidth(SinusoidalTimeOptions{.dim = 6}), 6);
  EXPECT_EQ(TimeWidth(FourierTimeOptions{.dim = 10}), 10);
}

// (2 + 1 + 1) 5 + (5 + 1) 4 + (4 + 1) 2
TEST(NetworkOptionsTest, CountsWeightsAndBiases) {
  EXPECT_EQ(NumParameters(MlpOptions{.dim = 2, .hidden = {5, 4}}), 54);
}

TEST(NetworkOptionsTest, CountsWhatTheNetworkHas) {
  const NetworkOptions options[] = {
      MlpOptions{.dim = 1, .hidden = {3}},
      MlpOptions{.dim = 7, .hidden = {16, 8, 4}},
      MlpOptions{.dim = 2,
                 .hidden = {5},
                 .time_embedding = SinusoidalTimeOptions{.dim = 10}},
      MlpOptions{.dim = 2,
                 .hidden = {5},
                 .time_embedding = FourierTimeOptions{.dim = 12}},
      MlpOptions{
          .dim = 2, .hidden = {5}, .classes = 4, .outputs = Outputs::kTwo},
      MlpOptions{.dim = 3, .hidden = {5}, .outputs = Outputs::kField}};
  for (const NetworkOptions& network : options) {
    int64_t count = 0;
    for (const NamedTensor& p : MakeNetwork(network)->Initialize(1)) {
      count += p.value.numel();
    }
    EXPECT_EQ(NumParameters(network), count);
  }
}

}  // namespace
}  // namespace flow::core
