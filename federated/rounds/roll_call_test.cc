#include "federated/rounds/roll_call.h"

#include "core/base/status_testing.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow::federated {
namespace {

using testing::HasSubstr;

// Many clients of uneven speed, so that each answer is there.
const ParticipationOptions kOptions = {
    .fraction = 0.5, .dropout = 0.2, .deadline = 4.0, .speed_spread = 0.5};

TEST(CallRollTest, CountsWhoAnswers) {
  const Participation participation(kOptions, 200, /*seed=*/1);
  Traffic traffic;
  ASSERT_OK_AND_ASSIGN(
      const Present present,
      CallRoll(participation, {.round = 3, .steps = 2}, &traffic));
  const Attendance attendance = participation.Of(3, 2);
  int64_t in_time = 0, late = 0;
  for (const Asked& asked : attendance.asked) {
    if (asked.answer == Answer::kInTime) {
      EXPECT_EQ(present.clients[in_time++], asked.client);
    }
    late += asked.answer == Answer::kLate;
  }
  EXPECT_GT(late, 0);
  EXPECT_LT(in_time + late, 100);
  EXPECT_EQ(present.clients.size(), in_time);
  EXPECT_EQ(present.senders, in_time + late);
  EXPECT_EQ(present.asked.size(), 100);
  EXPECT_EQ(traffic.rounds, 1);
  EXPECT_EQ(traffic.asked, 100);
  EXPECT_EQ(traffic.answered, in_time);
  EXPECT_EQ(traffic.late, late);
  EXPECT_EQ(traffic.dropped, 100 - in_time - late);
  EXPECT_EQ(traffic.simulated_time, attendance.duration);
  // the next round is added; in turn the times are
  ASSERT_OK(CallRoll(participation, {.round = 3, .steps = 2, .in_turn = true},
                     &traffic)
                .status());
  EXPECT_EQ(traffic.asked, 200);
  EXPECT_EQ(traffic.simulated_time,
            attendance.duration + attendance.duration_in_turn);
  EXPECT_GT(attendance.duration_in_turn, 4 * late);
}

TEST(CallRollTest, TooFewAnswersAreAnError) {
  const Participation participation({.dropout = 0.5}, 10, /*seed=*/1);
  Traffic traffic;
  EXPECT_THAT(
      CallRoll(participation, {.round = 6, .least = 10}, &traffic).status(),
      StatusIs(absl::StatusCode::kFailedPrecondition,
               HasSubstr("of 10 clients answered in time in round 7, "
                         "and 10 must; ask more of them")));
}

TEST(StrikeOffTest, WhoHasGoneHasNotAnswered) {
  const Participation participation(kOptions, 200, /*seed=*/1);
  Traffic traffic;
  ASSERT_OK_AND_ASSIGN(Present present, CallRoll(participation, {}, &traffic));
  const Present before = present;
  const Traffic counted = traffic;
  const std::vector<int64_t> gone = {before.clients[1], before.clients[4]};
  const Roll roll = {.least = std::ssize(before.clients) - 2};
  ASSERT_OK(StrikeOff(gone, roll, &present, &traffic));
  EXPECT_EQ(present.clients.size(), before.clients.size() - 2);
  EXPECT_EQ(present.clients[1], before.clients[2]);
  EXPECT_EQ(present.senders, before.senders - 2);
  for (size_t k = 0; k < present.asked.size(); ++k) {
    const int64_t client = before.asked[k].client;
    EXPECT_EQ(present.asked[k].answer, client == gone[0] || client == gone[1]
                                           ? Answer::kNone
                                           : before.asked[k].answer);
  }
  EXPECT_EQ(traffic.answered, counted.answered - 2);
  EXPECT_EQ(traffic.dropped, counted.dropped + 2);
  EXPECT_EQ(traffic.late, counted.late);
  // one more is one too many
  EXPECT_THAT(StrikeOff({present.clients[0]}, roll, &present, &traffic),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("answered in time in round 1")));
}

}  // namespace
}  // namespace flow::federated
