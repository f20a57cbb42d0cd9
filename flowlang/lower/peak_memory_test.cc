#include "flowlang/lower/peak_memory.h"

#include <cstddef>
#include <vector>

#include "gtest/gtest.h"

namespace flow::lang {
namespace {

constexpr int64_t kBytes = 64 << 20;

// Touches so much memory, and gives it back to the system.
char Touch(int64_t bytes) {
  std::vector<char> memory(bytes, 1);
  return memory[bytes / 2];
}

TEST(PeakMemoryTest, RisesWithWhatIsHeldAndIsForgotten) {
  ResetPeakMemory();
  const int64_t before = PeakMemory().value();
  EXPECT_GT(before, 0);
  EXPECT_EQ(Touch(kBytes), 1);
  EXPECT_GE(PeakMemory().value(), before + kBytes / 2);
  ResetPeakMemory();
  EXPECT_LT(PeakMemory().value(), before + kBytes / 2);
}

}  // namespace
}  // namespace flow::lang
