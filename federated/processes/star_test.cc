#include "federated/processes/star.h"

#include <netinet/in.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "ATen/ops/arange.h"
#include "ATen/ops/full.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "core/base/status_testing.h"
#include "core/processes/process_environment.h"
#include "core/processes/process_group_testing.h"
#include "federated/processes/message_testing.h"
#include "federated/processes/star_test_kinds.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow::federated {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

// What never passes unless something hangs, and what always shall pass.
constexpr absl::Duration kPlenty = absl::Minutes(2);
constexpr absl::Duration kShort = absl::Seconds(2);

constexpr int kGone =
    kErrorExit + static_cast<int>(absl::StatusCode::kUnavailable);
constexpr int kLate =
    kErrorExit + static_cast<int>(absl::StatusCode::kDeadlineExceeded);

// A process of star_test_process, ended at the latest with this.
class Child {
 public:
  Child(const core::ProcessEnvironment& processes, int64_t rank,
        absl::Duration to_join) {
    std::vector<std::string> words = {
        "federated/processes/star_test_process",
        absl::StrCat(absl::ToInt64Seconds(to_join))};
    std::vector<std::string> variables = {
        absl::StrCat("RANK=", rank),
        absl::StrCat("WORLD_SIZE=", processes.processes),
        absl::StrCat("MASTER_ADDR=", processes.address),
        absl::StrCat("MASTER_PORT=", processes.port),
        absl::StrCat("TORCHELASTIC_USE_AGENT_STORE=",
                     processes.agent_store ? "True" : "False")};
    const int error =
        ::posix_spawn(&pid_, words[0].c_str(), nullptr, nullptr,
                      Pointers(words).data(), Pointers(variables).data());
    EXPECT_EQ(error, 0) << "cannot start " << words[0];
  }
  ~Child() {
    if (pid_ <= 0) return;
    Signal(SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
  Child(const Child&) = delete;

  void Signal(int signal) { ASSERT_EQ(::kill(pid_, signal), 0); }

  // Stopped, and no longer only about to be.
  void Stop() {
    Signal(SIGSTOP);
    int status = 0;
    ASSERT_EQ(::waitpid(pid_, &status, WUNTRACED), pid_);
    ASSERT_TRUE(WIFSTOPPED(status));
  }

  void Kill() {
    Signal(SIGKILL);
    EXPECT_EQ(Wait(), -SIGKILL);
  }

  // The exit code, or minus the signal that ended it.
  int Wait() {
    int status = 0;
    EXPECT_EQ(::waitpid(std::exchange(pid_, 0), &status, 0) > 0, true);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  }

 private:
  static std::vector<char*> Pointers(std::vector<std::string>& texts) {
    std::vector<char*> pointers;
    for (std::string& text : texts) pointers.push_back(text.data());
    pointers.push_back(nullptr);
    return pointers;
  }

  pid_t pid_ = 0;
};

// A port that nothing listens on, outside of the range from which the system
// gives its own.
int64_t FreePort() {
  for (int64_t port = 20000 + ::getpid() % 10000; port < 32000; ++port) {
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    const bool free = ::bind(socket, reinterpret_cast<sockaddr*>(&address),
                             sizeof(address)) == 0;
    ::close(socket);
    if (free) return port;
  }
  return 0;
}

// This process is the launcher, which has the store, and mostly the server too.
class StarTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_NO_FATAL_FAILURE(launcher_.Open(3));
    processes_ = launcher_.Of(0);
  }

  Child& Start(int64_t rank, absl::Duration to_join = kPlenty) {
    return children_.emplace_back(processes_, rank, to_join);
  }

  // The server with workers 1, 2, ..., of which worker k is children_[k - 1].
  // All have answered once, so that none of them is still about to join.
  void JoinWith(int64_t workers) {
    processes_.processes = 1 + workers;
    for (int64_t rank = 1; rank <= workers; ++rank) Start(rank);
    ASSERT_OK_AND_ASSIGN(star_, Star::Join(processes_, kPlenty));
    for (int64_t rank = 1; rank <= workers; ++rank) Round(rank, 0);
  }

  // One exchange; the message has the round's bits.
  void Round(int64_t worker, int64_t round) {
    const Message message = {
        .kind = kEcho,
        .numbers = {round, worker},
        .reals = {0.1 * round},
        .tensors = {at::full({3, 7}, 1.0 / (1 + round), at::kFloat),
                    at::arange(round, at::kLong),
                    at::full({}, 1.0 / (1 + worker), at::kDouble)}};
    ASSERT_OK(star_->link(worker)->Send(message, kPlenty));
    ASSERT_OK_AND_ASSIGN(const Message back,
                         star_->link(worker)->Receive(kPlenty));
    ASSERT_EQ(BytesOf(back), BytesOf(message));
  }

  void EndOf(int64_t worker) {
    ASSERT_OK(star_->link(worker)->Send({.kind = kStop}, kPlenty));
    EXPECT_EQ(children_[worker - 1].Wait(), 0);
  }

  core::TestLauncher launcher_;
  core::ProcessEnvironment processes_;
  std::deque<Child> children_;
  std::unique_ptr<Star> star_;
};

TEST_F(StarTest, AHundredRoundsKeepEveryBit) {
  ASSERT_NO_FATAL_FAILURE(JoinWith(2));
  EXPECT_TRUE(star_->is_server());
  EXPECT_EQ(star_->workers(), 2);
  for (int64_t round = 0; round < 100; ++round) {
    ASSERT_NO_FATAL_FAILURE(Round(1, round));
    ASSERT_NO_FATAL_FAILURE(Round(2, round));
  }
  // asked all before one answers, and heard in another order
  for (int64_t worker : {1, 2}) {
    ASSERT_OK(star_->link(worker)->Send({kEcho, {worker}}, kPlenty));
  }
  for (int64_t worker : {2, 1}) {
    ASSERT_OK_AND_ASSIGN(const Message back,
                         star_->link(worker)->Receive(kPlenty));
    EXPECT_EQ(back.numbers[0], worker);
  }
  EndOf(1);
  EndOf(2);
}

TEST_F(StarTest, AKilledWorkerIsGoneAndTheOthersGoOn) {
  ASSERT_NO_FATAL_FAILURE(JoinWith(3));
  Link& link = *star_->link(2);
  ASSERT_OK(link.Send({.kind = kStall}, kPlenty));
  ASSERT_OK(link.Receive(kPlenty));
  children_[1].Kill();
  const auto gone =
      StatusIs(absl::StatusCode::kUnavailable, StartsWith("worker 2 has gone"));
  EXPECT_THAT(link.Receive(kPlenty), gone);
  EXPECT_THAT(link.Send({}, kPlenty), gone);
  EXPECT_EQ(link.status(), link.Receive(kPlenty).status());
  // and one to whom something is being sent
  children_[2].Kill();
  EXPECT_THAT(
      star_->link(3)->Send({.tensors = {at::full({1 << 20}, 1.5)}}, kPlenty),
      StatusIs(absl::StatusCode::kUnavailable));
  ASSERT_NO_FATAL_FAILURE(Round(1, 5));
  EndOf(1);
}

TEST_F(StarTest, AStoppedWorkerIsLateAndLearnsOfItWhenItGoesOn) {
  ASSERT_NO_FATAL_FAILURE(JoinWith(3));
  Link& link = *star_->link(2);
  // asked while it runs; its answer waits for a Receive, which comes too late
  ASSERT_OK(link.Send({.kind = kEcho}, kPlenty));
  ASSERT_NO_FATAL_FAILURE(children_[1].Stop());
  EXPECT_THAT(link.Receive(kShort),
              StatusIs(absl::StatusCode::kDeadlineExceeded,
                       StartsWith("worker 2 did not answer in time")));
  // more than the system keeps for a process that does not read
  ASSERT_NO_FATAL_FAILURE(children_[2].Stop());
  EXPECT_THAT(
      star_->link(3)->Send(
          {.kind = kEcho, .tensors = {at::full({1 << 24}, 1.5)}}, kShort),
      StatusIs(absl::StatusCode::kDeadlineExceeded));
  ASSERT_NO_FATAL_FAILURE(Round(1, 5));
  for (Child* child : {&children_[1], &children_[2]}) {
    child->Signal(SIGCONT);
    EXPECT_EQ(child->Wait(), kGone);
  }
  ASSERT_NO_FATAL_FAILURE(Round(1, 6));
  EndOf(1);
}

TEST_F(StarTest, TheWorkersOfAKilledServerEnd) {
  Child& server = Start(0);
  Child& first = Start(1);
  Child& second = Start(2);
  EXPECT_EQ(server.Wait(), -SIGKILL);
  EXPECT_EQ(first.Wait(), kGone);
  EXPECT_EQ(second.Wait(), kGone);
}

TEST_F(StarTest, AMessageOf80Megabytes) {
  ASSERT_NO_FATAL_FAILURE(JoinWith(1));
  const Message message = {.kind = kEcho,
                           .tensors = {at::arange(20000000, at::kFloat)}};
  ASSERT_OK(star_->link(1)->Send(message, kPlenty));
  ASSERT_OK_AND_ASSIGN(const Message back, star_->link(1)->Receive(kPlenty));
  // no matcher: it would print them
  EXPECT_TRUE(BytesOf(back) == BytesOf(message));
  EndOf(1);
}

TEST_F(StarTest, ProcessesThatDoNotComeAreNamed) {
  processes_.processes = 4;
  Child& first = Start(1);
  ASSERT_OK(launcher_.store().Get("here/1", kPlenty));
  EXPECT_THAT(
      Star::Join(processes_, kShort),
      StatusIs(absl::StatusCode::kDeadlineExceeded,
               HasSubstr("2 of 4 processes did not come in time: ranks 2, 3")));
  EXPECT_EQ(first.Wait(), kLate);
}

TEST_F(StarTest, AWorkerWithoutServerIsLate) {
  EXPECT_EQ(Start(1, kShort).Wait(), kLate);
}

TEST_F(StarTest, NobodyAtThePortIsLate) {
  processes_.port = FreePort();
  EXPECT_EQ(Start(1, kShort).Wait(), kLate);
}

TEST_F(StarTest, WithoutALauncherTheServerHasTheStore) {
  processes_.port = FreePort();
  processes_.agent_store = false;
  ASSERT_NO_FATAL_FAILURE(JoinWith(2));
  // a closed link ends its worker alone
  star_->link(1)->Close();
  EXPECT_THAT(star_->link(1)->Receive(kPlenty),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_EQ(children_[0].Wait(), kGone);
  ASSERT_NO_FATAL_FAILURE(Round(2, 5));
  // and the server's end all
  star_.reset();
  EXPECT_EQ(children_[1].Wait(), kGone);
}

TEST_F(StarTest, APortInUseIsUnavailable) {
  processes_.agent_store = false;
  EXPECT_THAT(Star::Join(processes_, kPlenty),
              StatusIs(absl::StatusCode::kUnavailable,
                       AllOf(HasSubstr("while opening the store"),
                             HasSubstr(absl::StrCat(processes_.port)))));
}

TEST_F(StarTest, ARankThatIsNoneIsInvalid) {
  processes_.rank = 3;
  EXPECT_THAT(Star::Join(processes_, kPlenty),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("got 3")));
  processes_.rank = 0;
  processes_.processes = 1;
  EXPECT_THAT(Star::Join(processes_, kPlenty),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("got 1")));
}

}  // namespace
}  // namespace flow::federated
