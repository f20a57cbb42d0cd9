#include "federated/rounds/participation.h"

#include <cmath>
#include <numeric>
#include <vector>

#include "gtest/gtest.h"

namespace flow::federated {
namespace {

TEST(ParticipationTest, EverybodyAnswersByDefault) {
  const Participation participation({}, 5, /*seed=*/1);
  for (int64_t round = 0; round < 3; ++round) {
    const Attendance attendance = participation.Of(round, /*steps=*/7);
    ASSERT_EQ(attendance.asked.size(), 5);
    for (int64_t i = 0; i < 5; ++i) {
      EXPECT_EQ(attendance.asked[i].client, i);
      EXPECT_EQ(attendance.asked[i].answer, Answer::kInTime);
    }
    EXPECT_EQ(attendance.duration, 7);
  }
}

TEST(ParticipationTest, AsksAShareOfTheClients) {
  EXPECT_EQ(ClientsAsked(0.2, 100), 20);
  EXPECT_EQ(ClientsAsked(0.29, 100), 29);  // 28.999999999999996
  EXPECT_EQ(ClientsAsked(0.5, 3), 1);
  EXPECT_EQ(ClientsAsked(1, 7), 7);
}

// Each client is asked in a share q of the rounds: of 4000 rounds its count has
// the standard deviation sqrt(4000 q (1 - q)) = 25.3 at q = 0.2. Twenty counts
// within 5 of them: a false alarm in 100 000 seeds.
TEST(ParticipationTest, AllClientsAreAskedAlike) {
  const Participation participation({.fraction = 0.2}, 20, /*seed=*/2);
  std::vector<int64_t> count(20);
  constexpr int kRounds = 4000;
  for (int round = 0; round < kRounds; ++round) {
    const Attendance attendance = participation.Of(round, 1);
    ASSERT_EQ(attendance.asked.size(), 4);
    for (size_t k = 0; k < 4; ++k) {
      ++count[attendance.asked[k].client];
      if (k > 0) {
        EXPECT_LT(attendance.asked[k - 1].client, attendance.asked[k].client);
      }
    }
  }
  for (const int64_t c : count) {
    EXPECT_NEAR(c, 0.2 * kRounds, 5 * std::sqrt(kRounds * 0.2 * 0.8));
  }
}

// 20 000 draws: the share of failures has the standard deviation 0.0015.
TEST(ParticipationTest, ClientsFailWithTheirProbability) {
  const Participation participation({.dropout = 0.05}, 100, /*seed=*/3);
  int64_t dropped = 0;
  for (int64_t round = 0; round < 200; ++round) {
    const Attendance attendance = participation.Of(round, 3);
    int64_t none = 0;
    for (const Asked& asked : attendance.asked) {
      none += asked.answer == Answer::kNone;
    }
    dropped += none;
    EXPECT_EQ(attendance.duration, 3);
    // one after the other, nobody waits for who has failed
    EXPECT_EQ(attendance.duration_in_turn, 3 * (100 - none));
  }
  EXPECT_NEAR(dropped / 20000.0, 0.05, 5 * 0.00154);
}

// Steps take exp(spread z): late are those of z > log(deadline / steps) /
// spread, the same clients in every round.
TEST(ParticipationTest, SlowClientsMissTheDeadline) {
  const ParticipationOptions options = {.deadline = 10.0, .speed_spread = 0.5};
  const Participation participation(options, 2000, /*seed=*/4);
  const Attendance first = participation.Of(0, 5),
                   later = participation.Of(9, 5);
  int64_t late = 0;
  for (size_t i = 0; i < 2000; ++i) {
    EXPECT_EQ(first.asked[i].answer, later.asked[i].answer);
    late += first.asked[i].answer == Answer::kLate;
  }
  // P(z > log 2 / 0.5) = 0.0828, of 2000 clients +- 5 * 12.3
  EXPECT_NEAR(late, 0.0828 * 2000, 62);
  EXPECT_EQ(first.duration, 10);
  // everybody is in time for less work, and the slowest says how long it takes
  const Attendance short_round = participation.Of(0, 1);
  EXPECT_GT(short_round.duration, 2);
  EXPECT_LT(short_round.duration, 10);
}

TEST(ParticipationTest, ARoundIsAFunctionOfTheSeedAndItsNumber) {
  const ParticipationOptions options = {.fraction = 0.5, .dropout = 0.3};
  const auto clients = [&](Seed seed, int64_t round) {
    std::vector<std::pair<int64_t, Answer>> all;
    for (const Asked& a : Participation(options, 30, seed).Of(round, 1).asked) {
      all.emplace_back(a.client, a.answer);
    }
    return all;
  };
  EXPECT_EQ(clients(1, 5), clients(1, 5));
  EXPECT_NE(clients(1, 5), clients(1, 6));
  EXPECT_NE(clients(1, 5), clients(2, 5));
}

}  // namespace
}  // namespace flow::federated
