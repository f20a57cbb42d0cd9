#include "core/ot/widen.h"

#include <cstdint>
#include <vector>

#include "core/kernels/dispatch_testing.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

TEST(WidenTest, KeepsEveryNumberAndWritesNoMore) {
  ForEachInstructionSet([] {
    for (int32_t count = 0; count <= 40; ++count) {
      std::vector<float> from(count);
      for (int32_t j = 0; j < count; ++j) from[j] = 0.1f * j - 1e-40f;
      std::vector<double> to(count + 1, -7.0);
      Widen(from.data(), count, to.data());
      for (int32_t j = 0; j < count; ++j) EXPECT_EQ(to[j], from[j]) << j;
      EXPECT_EQ(to[count], -7);
    }
  });
}

}  // namespace
}  // namespace flow::core
