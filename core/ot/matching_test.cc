#include "core/ot/matching.h"

#include "gtest/gtest.h"

namespace flow::core {
namespace {

TEST(MatchingTest, BeginsFree) {
  const Matching matching(2);
  EXPECT_EQ(matching.ColumnOf(1), Matching::kFree);
  EXPECT_EQ(matching.RowOf(1), Matching::kFree);
}

TEST(MatchingTest, DisplacesTheRowThatHeldTheColumn) {
  Matching matching(3);
  EXPECT_EQ(matching.Pair(0, 2), Matching::kFree);
  EXPECT_EQ(matching.Pair(1, 2), 0);
  EXPECT_EQ(matching.ColumnOf(0), Matching::kFree);
  EXPECT_EQ(matching.ColumnOf(1), 2);
  EXPECT_EQ(matching.RowOf(2), 1);
}

TEST(MatchingTest, ARowThatMovesLeavesItsColumnFree) {
  Matching matching(3);
  matching.Pair(0, 2);
  matching.Pair(0, 1);
  EXPECT_EQ(matching.RowOf(2), Matching::kFree);
  EXPECT_EQ(matching.RowOf(1), 0);
}

TEST(MatchingTest, PairingAPairAgainDisplacesNobody) {
  Matching matching(2);
  matching.Pair(1, 0);
  EXPECT_EQ(matching.Pair(1, 0), Matching::kFree);
  EXPECT_EQ(matching.ColumnOf(1), 0);
}

}  // namespace
}  // namespace flow::core
