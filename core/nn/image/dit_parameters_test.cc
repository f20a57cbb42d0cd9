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

}  // namespace
}  // namespace flow::core
