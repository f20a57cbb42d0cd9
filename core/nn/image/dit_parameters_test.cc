#include "core/nn/image/dit_parameters.h"

#include "core/nn/parameter_shapes.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

// 675 129 632 by the authors' count of the network of 256 x 256 images with a
// second output, which has the places of 256 patches among the parameters.
TEST(DitParametersTest, TheLargestPublishedNetworkHasItsParameters) {
  EXPECT_EQ(NumParameters(DitOptions{.image = {4, 32},
                                     .patch = 2,
                                     .width = 1152,
                                     .depth = 28,
                                     .heads = 16,
                                     .classes = 1000,
                                     .outputs = Outputs::kTwo}),
            675'129'632 - 256 * 1152);
}

// With the places of 256 patches, as above: to a million the published counts.
TEST(DitParametersTest, EveryPublishedSizeHasItsMillions) {
  struct Size {
    int64_t width, depth, heads, millions;
  };
  for (const Size& size : {Size{384, 12, 6, 33}, Size{768, 12, 12, 130},
                           Size{1024, 24, 16, 458}, Size{1152, 28, 16, 675}}) {
    const int64_t count = NumParameters(DitOptions{.image = {4, 32},
                                                   .patch = 2,
                                                   .width = size.width,
                                                   .depth = size.depth,
                                                   .heads = size.heads,
                                                   .classes = 1000,
                                                   .outputs = Outputs::kTwo});
    EXPECT_NEAR((count + 256 * size.width) * 1e-6, size.millions, 1);
  }
}

}  // namespace
}  // namespace flow::core
