#include "core/base/philox.h"

#include <cstdint>

#include "core/base/random.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow {
namespace {

using ::testing::ElementsAre;

// The known answers that [Salmon11]'s reference implementation ships.
TEST(PhiloxTest, MatchesKnownAnswers) {
  EXPECT_THAT(Philox4x32({{0, 0, 0, 0}}, 0, 0).word,
              ElementsAre(0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8));
  constexpr uint32_t kAll = 0xffffffff;
  EXPECT_THAT(Philox4x32({{kAll, kAll, kAll, kAll}}, kAll, kAll).word,
              ElementsAre(0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd));
  EXPECT_THAT(Philox4x32({{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}},
                         0xa4093822, 0x299f31d0)
                  .word,
              ElementsAre(0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1));
}

TEST(PhiloxTest, TheFirstWordOfARowIsItsFirst) {
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
