#include "core/base/philox_word.h"

#include <cstdint>

#include "core/base/random.h"
#include "gtest/gtest.h"

namespace flow {
namespace {

TEST(PhiloxWordTest, IsTheFirstOfTheRow) {
  for (const Seed seed :
       {Seed{0}, Seed{1}, Seed{0x123456789abcdef0}, ~Seed{0}}) {
    for (const uint64_t row :
         {uint64_t{0}, uint64_t{1}, uint64_t{77}, uint64_t{1} << 32,
          (uint64_t{5} << 40) + 3, ~uint64_t{0}}) {
      EXPECT_EQ(FirstWordOfRow(seed, row), RowRandom(seed, row).Uint32())
          << seed << " " << row;
    }
  }
}

}  // namespace
}  // namespace flow
