#include "core/device/open_cuda.h"

#include "core/base/status_testing.h"
#include "gmock/gmock.h"

namespace flow::core {
namespace {

// A program without CUDA, on a machine where its libraries are not installed:
// tests see no LD_LIBRARY_PATH.
TEST(OpenCudaTest, SaysWhatIsMissing) {
  EXPECT_THAT(OpenCuda(0).status(),
              StatusIs(absl::StatusCode::kUnavailable,
                       testing::AllOf(testing::HasSubstr("libtorch_cuda.so"),
                                      testing::HasSubstr("LD_LIBRARY_PATH"))));
}

}  // namespace
}  // namespace flow::core
