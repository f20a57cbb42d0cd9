#include "federated/processes/client_messages.h"

#include "ATen/TensorOperators.h"
#include "ATen/ops/arange.h"
#include "ATen/ops/full.h"
#include "core/base/status_testing.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow::federated {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

at::Tensor Filled(double value) { return at::full({3}, value, at::kFloat); }

TEST(ClientMessagesTest, TasksShareWhatTheyShare) {
  const at::Tensor shared = Filled(1), other = Filled(2), c = Filled(3);
  const std::vector<ClientTask> tasks = {{4, shared, {c, Filled(5)}},
                                         {6, shared, {c, Filled(7)}},
                                         {8, other, {c, Filled(9)}}};
  const Message message = TasksMessage({11, 0.5}, tasks);
  EXPECT_THAT(message.tensors, SizeIs(2 + 1 + 3));
  ASSERT_OK_AND_ASSIGN(const Tasks parsed, ParseTasks(message));
  EXPECT_EQ(parsed.round.round, 11);
  EXPECT_EQ(parsed.round.rate_factor, 0.5);
  ASSERT_THAT(parsed.tasks, SizeIs(3));
  for (size_t k = 0; k < 3; ++k) {
    EXPECT_EQ(parsed.tasks[k].client, tasks[k].client);
    EXPECT_TRUE(parsed.tasks[k].weights.equal(tasks[k].weights));
    EXPECT_TRUE(parsed.tasks[k].controls.server.equal(c));
    EXPECT_TRUE(
        parsed.tasks[k].controls.client.equal(tasks[k].controls.client));
  }
  ASSERT_OK_AND_ASSIGN(const Tasks plain,
                       ParseTasks(TasksMessage({0, 1}, {{{2, shared, {}}}})));
  EXPECT_FALSE(plain.tasks[0].controls.client.defined());
}

TEST(ClientMessagesTest, Answers) {
  const std::vector<ClientAnswer> answers = {{3, Filled(1), 0.25, Filled(2)},
                                             {5, Filled(3), 0.75, Filled(4)}};
  ASSERT_OK_AND_ASSIGN(const std::vector<ClientAnswer> parsed,
                       ParseAnswers(AnswersMessage(answers)));
  ASSERT_THAT(parsed, SizeIs(2));
  for (size_t k = 0; k < 2; ++k) {
    EXPECT_EQ(parsed[k].client, answers[k].client);
    EXPECT_EQ(parsed[k].loss, answers[k].loss);
    EXPECT_TRUE(parsed[k].value.equal(answers[k].value));
    EXPECT_TRUE(parsed[k].control_change.equal(answers[k].control_change));
  }
}

TEST(ClientMessagesTest, FailuresReadinessAndTensors) {
  EXPECT_THAT(ParseFailure(FailureMessage(absl::OutOfRangeError("not f\xc3"))),
              StatusIs(absl::StatusCode::kOutOfRange, "not f\xc3"));
  ASSERT_OK_AND_ASSIGN(const std::string training,
                       ParseReady(ReadyMessage("train 12ab")));
  EXPECT_EQ(training, "train 12ab");
  ASSERT_OK_AND_ASSIGN(
      const std::vector<core::NamedTensor> tensors,
      ParseTensors(kState, TensorsMessage(kState, {{{"a.b", Filled(1)},
                                                    {"", Filled(2)}}})));
  ASSERT_THAT(tensors, SizeIs(2));
  EXPECT_EQ(tensors[0].name, "a.b");
  EXPECT_TRUE(tensors[1].value.equal(Filled(2)));
}

TEST(ClientMessagesTest, RefusesOtherKinds) {
  EXPECT_THAT(ParseTasks(ReadyMessage("x")).status(),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("kind 1")));
  EXPECT_THAT(ParseTensors(kEnd, TensorsMessage(kState, {})).status(),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("kind 6")));
}

// Whatever is taken away or changed, parsing ends in an error or in tasks whose
// parts are there; it never reads beyond the end.
TEST(ClientMessagesTest, PartsThatDoNotFitAreAnError) {
  const Message whole =
      TasksMessage({1, 1}, {{{4, Filled(1), {Filled(2), Filled(3)}}}});
  const auto lost =
      StatusIs(absl::StatusCode::kDataLoss, HasSubstr("do not fit together"));
  for (size_t n = 0; n < whole.numbers.size(); ++n) {
    Message cut = whole;
    cut.numbers.resize(n);
    EXPECT_THAT(ParseTasks(cut).status(), lost) << n;
  }
  for (size_t n = 0; n < whole.tensors.size(); ++n) {
    Message cut = whole;
    cut.tensors.resize(n);
    EXPECT_THAT(ParseTasks(cut).status(), lost) << n;
  }
  Message longer = whole;
  longer.tensors.push_back(Filled(9));
  EXPECT_THAT(ParseTasks(longer).status(), lost);
  Message no_reals = whole;
  no_reals.reals.clear();
  EXPECT_THAT(ParseTasks(no_reals).status(), lost);
  for (size_t n = 1; n < whole.numbers.size(); ++n) {
    if (n == 4) continue;  // the client is anyone's
    for (const int64_t value : {int64_t{-1}, int64_t{1} << 62}) {
      Message wrong = whole;
      wrong.numbers[n] = value;
      if (n == 3) wrong.numbers[n] = 0;  // has no controls after all
      EXPECT_THAT(ParseTasks(wrong).status(), lost) << n << " " << value;
    }
  }
}

}  // namespace
}  // namespace flow::federated
