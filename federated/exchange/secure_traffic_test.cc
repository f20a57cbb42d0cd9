#include "federated/exchange/secure_traffic.h"

#include "gtest/gtest.h"

namespace flow::federated {
namespace {

// Five clients, of whom four shared and three sent masked numbers: 10 of 25
// bits, 250 bits or 32 bytes.
constexpr SecureRound kRound{5, 4, 3, 10, 25};

TEST(SecureTrafficTest, ByHand) {
  const auto expect = [](SecureStage last, int64_t up, int64_t down) {
    const SecureTraffic traffic = SecureTrafficOf(kRound, last);
    EXPECT_EQ(traffic.up, up);
    EXPECT_EQ(traffic.down, down);
  };
  // two keys of 32; of four others, with their numbers
  expect(SecureStage::kKeys, 64, 4 * 68);
  // 4 + 32 + 32 + 28 for each of four others; from each of three others
  expect(SecureStage::kShares, 64 + 4 * 96, 4 * 68 + 3 * 96);
  expect(SecureStage::kMasked, 64 + 4 * 96 + 32, 4 * 68 + 3 * 96 + 3 * 4);
  // 4 + 32 for each of four
  expect(SecureStage::kUnmask, 64 + 4 * 96 + 32 + 4 * 36,
         4 * 68 + 3 * 96 + 3 * 4);
}

TEST(SecureTrafficDeathTest, RefusesStagesThatGrow) {
  EXPECT_DEATH(SecureTrafficOf({2, 3, 1, 1, 8}, SecureStage::kKeys),
               "has answered the one before");
}

}  // namespace
}  // namespace flow::federated
