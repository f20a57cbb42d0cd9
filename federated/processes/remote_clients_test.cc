#include "federated/processes/remote_clients.h"

#include <atomic>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>

#include "ATen/Parallel.h"
#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "core/base/status_testing.h"
#include "federated/processes/byte_channel.h"
#include "federated/processes/client_messages.h"
#include "federated/processes/serve_clients.h"
#include "federated/rounds/rounds_testing.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

// Workers are threads here, and what lies between is memory.

namespace flow::federated {
namespace {

using testing::AllOf;
using testing::HasSubstr;

// One direction between two ends.
struct Lane {
  std::mutex mutex;
  std::condition_variable changed;
  std::deque<std::string> bytes;
  bool is_closed = false;

  void Close() {
    const std::lock_guard<std::mutex> lock(mutex);
    is_closed = true;
    changed.notify_all();
  }
};

class MemoryChannel : public ByteChannel {
 public:
  MemoryChannel(std::shared_ptr<Lane> out, std::shared_ptr<Lane> in)
      : out_(std::move(out)), in_(std::move(in)) {}
  ~MemoryChannel() override {
    out_->Close();
    in_->Close();
  }

  absl::Status Send(const at::Tensor& bytes, absl::Duration) override {
    const std::lock_guard<std::mutex> lock(out_->mutex);
    if (out_->is_closed) return absl::UnavailableError("closed");
    out_->bytes.emplace_back(static_cast<const char*>(bytes.const_data_ptr()),
                             bytes.numel());
    out_->changed.notify_all();
    return absl::OkStatus();
  }

  absl::Status Receive(at::Tensor& bytes, absl::Duration timeout) override {
    std::unique_lock<std::mutex> lock(in_->mutex);
    const auto there = [&] { return !in_->bytes.empty() || in_->is_closed; };
    if (!in_->changed.wait_for(lock, absl::ToChronoMilliseconds(timeout),
                               there)) {
      return absl::DeadlineExceededError("late");
    }
    if (in_->bytes.empty()) return absl::UnavailableError("closed");
    std::memcpy(bytes.mutable_data_ptr<uint8_t>(), in_->bytes[0].data(),
                in_->bytes[0].size());
    in_->bytes.pop_front();
    return absl::OkStatus();
  }

 private:
  std::shared_ptr<Lane> out_, in_;
};

// What a worker does with its link.
using Work = std::function<void(Link* server)>;

// A server with workers, each in a thread.
class Office {
 public:
  Office(const std::vector<Work>& works, absl::Duration patience) {
    std::vector<Link*> links;
    for (size_t w = 0; w < works.size(); ++w) {
      const auto down = std::make_shared<Lane>(), up = std::make_shared<Lane>();
      to_workers_.push_back(
          std::make_unique<Link>(absl::StrCat("worker ", w + 1),
                                 std::make_unique<MemoryChannel>(down, up)));
      auto to_server = std::make_shared<Link>(
          "the server", std::make_unique<MemoryChannel>(up, down));
      threads_.emplace_back([work = works[w], to_server] {
        at::set_num_threads(1);
        work(to_server.get());
        to_server->Close();
      });
      links.push_back(to_workers_.back().get());
    }
    workers = std::make_unique<Workers>(
        links, Workers::Options{patience, [this](int64_t w, auto& why) {
                                  gone[w] += absl::StrCat(why.message(), ";");
                                }});
  }
  ~Office() {
    for (auto& link : to_workers_) link->Close();
    for (std::thread& thread : threads_) thread.join();
  }

  std::unique_ptr<Workers> workers;
  std::map<int64_t, std::string> gone;

 private:
  std::vector<std::unique_ptr<Link>> to_workers_;
  std::vector<std::thread> threads_;
};

constexpr absl::Duration kPatience = absl::Seconds(60);

// Serves all clients of the rig, of which it is asked its own alone.
Work Serving(FederationOptions options, const core::TrainOptions& train,
             int64_t clients, const std::string& training = "it") {
  options.clients = clients;
  return [=](Link* server) {
    ThreadPool pool(1);
    LocalClients own(options, train, MakeClients(clients), Initial(),
                     /*seed=*/12, &pool);
    ServeClients(training, &own, server).IgnoreError();
  };
}

Wrap Remote(Workers* workers) {
  return [workers](std::unique_ptr<Clients> all) {
    EXPECT_OK(workers->Begin("it"));
    return std::make_unique<RemoteClients>(all->weights(), all->State(),
                                           workers);
  };
}

FederationOptions Averaged() {
  FederationOptions options;
  options.aggregation.rule = FedAvgOptions{};
  options.local = {.steps = 2,
                   .optimizer = core::SgdOptions{.learning_rate = 0.05}};
  return options;
}

std::map<std::string, FederationOptions> Federations() {
  std::map<std::string, FederationOptions> all;
  all["gradients"] = FederationOptions();
  all["fed_avg"] = Averaged();
  all["scaffold"] = all["proximal"] = Averaged();
  all["scaffold"].aggregation.rule = ScaffoldOptions{};
  all["proximal"].aggregation.proximal_mu = 0.5;
  all["int8"] = all["top_k"] = all["private"] = Averaged();
  all["int8"].compression = Int8Options{};
  all["top_k"].compression = TopKOptions{.fraction = 0.1};
  all["private"].privacy = ClientLevelOptions{.noise_multiplier = 0.1};
  all["masked"] = all["groups"] = all["some"] = Averaged();
  all["masked"].secure_sum = SecureSumOptions{};
  all["groups"].topology = HierarchicalOptions{.groups = 2, .edge_rounds = 2};
  all["some"].participation = {.fraction = 0.5, .dropout = 0.3};
  all["ring"] = all["gossip"] = Averaged();
  all["ring"].topology = RingOptions{};
  all["gossip"].topology = GossipOptions{.graph = Complete{}};
  all["modules"] = all["some"];
  all["modules"].topology = HierarchicalOptions{.groups = 2};
  all["modules"].modules = {
      {"layers.0.weight", ModuleOwner::kLocal, 1, {0, 4, 5}},
      {"layers.0.bias", ModuleOwner::kFrozen},
      {"layers.1.weight", ModuleOwner::kEdge, 2, {1, 2, 6, 7}},
      {"layers.1.bias", ModuleOwner::kGlobal, 1, {2, 3}}};
  return all;
}

void ExpectSameState(const std::vector<core::NamedTensor>& a,
                     const std::vector<core::NamedTensor>& b) {
  ASSERT_EQ(a.size(), b.size());
  for (size_t k = 0; k < a.size(); ++k) {
    EXPECT_EQ(a[k].name, b[k].name);
    EXPECT_TRUE(a[k].value.equal(b[k].value)) << a[k].name;
  }
}

TEST(RemoteClientsTest, HaveTheBitsOfClientsHere) {
  const core::TrainOptions train = Rounds(6);
  for (const auto& [name, options] : Federations()) {
    SCOPED_TRACE(name);
    ASSERT_OK_AND_ASSIGN(const Trained here,
                         TrainFederated(options, train, MakeClients(8)));
    // three workers, who have three, three and two of the clients
    Office office(std::vector<Work>(3, Serving(options, train, 8)), kPatience);
    ASSERT_OK_AND_ASSIGN(
        const Trained there,
        Rig(options, train, MakeClients(8), 2, Remote(office.workers.get()))
            .Train());
    ExpectSameState(here.state, there.state);
    EXPECT_EQ(here.last_loss, there.last_loss);
    EXPECT_TRUE(office.gone.empty());
  }
}

// What clients keep comes with the checkpoint and goes back to them.
TEST(RemoteClientsTest, GoOnFromACheckpoint) {
  FederationOptions options = Federations()["top_k"];
  ASSERT_OK_AND_ASSIGN(const Trained whole,
                       TrainFederated(options, Rounds(6), MakeClients(4)));
  core::TrainOptions train = Rounds(6);
  train.checkpoint_every = 3;
  std::vector<core::NamedTensor> saved;
  const auto office = [&] {
    return std::make_unique<Office>(
        std::vector<Work>(2, Serving(options, train, 4)), kPatience);
  };
  {
    const auto first = office();
    Rig rig(options, train, MakeClients(4), 2, Remote(first->workers.get()));
    saved = StateWhenKilled(3, &rig);
  }
  const auto second = office();
  Rig rig(options, train, MakeClients(4), 2, Remote(second->workers.get()));
  ASSERT_OK(rig.trainer->Restore(saved));
  ASSERT_OK_AND_ASSIGN(const Trained rest, rig.Train());
  ExpectSameWeights(rest.state, whole.state);
}

// Worker 2 does two rounds and goes; worker 1's clients are 0 and 2.
TEST(RemoteClientsTest, AWorkerThatGoesTakesItsClientsAlong) {
  const core::TrainOptions train = Rounds(6);
  const Work leaves = [&](Link* server) {
    ThreadPool pool(1);
    FederationOptions options = Averaged();
    options.clients = 4;
    LocalClients own(options, train, MakeClients(4), Initial(), 12, &pool);
    ASSERT_OK(server->Send(ReadyMessage("it"), kPatience));
    for (int round = 0; round < 2; ++round) {
      ASSERT_OK_AND_ASSIGN(const Message message, server->Receive(kPatience));
      ASSERT_OK_AND_ASSIGN(const Tasks tasks, ParseTasks(message));
      ASSERT_OK_AND_ASSIGN(const ClientAnswers answers,
                           own.Do(tasks.round, tasks.tasks));
      ASSERT_OK(
          server->Send(AnswersMessage({*answers[0], *answers[1]}), kPatience));
    }
  };
  Office office({Serving(Averaged(), train, 4), leaves}, kPatience);
  ASSERT_OK_AND_ASSIGN(const Trained run, Rig(Averaged(), train, MakeClients(4),
                                              2, Remote(office.workers.get()))
                                              .Train());
  EXPECT_EQ(run.traffic.answered, 2 * 4 + 4 * 2);
  EXPECT_EQ(run.traffic.dropped, 4 * 2);
  EXPECT_EQ(office.gone.size(), 1);
  EXPECT_EQ(office.gone[1], "worker 2 has gone: closed;");
}

TEST(RemoteClientsTest, ASilentWorkerIsWaitedForOnce) {
  absl::Notification done;
  const Work silent = [&](Link* server) {
    ASSERT_OK(server->Send(ReadyMessage("it"), kPatience));
    done.WaitForNotification();
  };
  Office office({silent, Serving(Averaged(), Rounds(3), 4)},
                absl::Milliseconds(500));
  const absl::Cleanup release = [&] { done.Notify(); };
  ASSERT_OK_AND_ASSIGN(const Trained run,
                       Rig(Averaged(), Rounds(3), MakeClients(4), 2,
                           Remote(office.workers.get()))
                           .Train());
  EXPECT_EQ(run.traffic.dropped, 3 * 2);
  EXPECT_EQ(office.gone[0], "worker 1 did not answer in time: late;");
}

TEST(RemoteClientsTest, WhatAClientFailsInIsTold) {
  FederationOptions options = Averaged();
  options.local.optimizer = core::SgdOptions{.learning_rate = 1e30};
  options.local.steps = 4;
  Office office(std::vector<Work>(2, Serving(options, Rounds(3), 4)),
                kPatience);
  const absl::Status here =
      TrainFederated(options, Rounds(3), MakeClients(4)).status();
  EXPECT_THAT(here, StatusIs(absl::StatusCode::kOutOfRange,
                             HasSubstr("the loss of client 0")));
  EXPECT_EQ(
      Rig(options, Rounds(3), MakeClients(4), 2, Remote(office.workers.get()))
          .Train()
          .status(),
      here);
}

// Worker 2's residuals stay as they were known last: a checkpoint has them all.
TEST(RemoteClientsTest, ACheckpointKeepsWhatIsKnownOfThoseWhoHaveGone) {
  FederationOptions options = Federations()["top_k"];
  core::TrainOptions train = Rounds(4);
  train.checkpoint_every = 2;
  std::atomic<bool> leave{false};
  const Work leaves = [&](Link* server) {
    ThreadPool pool(1);
    FederationOptions two = options;
    two.clients = 2;
    LocalClients own(two, train, MakeClients(2), Initial(), 12, &pool);
    ASSERT_OK(server->Send(ReadyMessage("it"), kPatience));
    while (!leave) {
      ASSERT_OK_AND_ASSIGN(const Message message, server->Receive(kPatience));
      if (message.kind == kGetState) {
        leave = true;
        ASSERT_OK(server->Send(TensorsMessage(kState, own.State()), kPatience));
        continue;
      }
      ASSERT_OK_AND_ASSIGN(const Tasks tasks, ParseTasks(message));
      ASSERT_OK_AND_ASSIGN(const ClientAnswers answers,
                           own.Do(tasks.round, tasks.tasks));
      ASSERT_OK(server->Send(AnswersMessage({*answers[0]}), kPatience));
    }
  };
  Office office({Serving(options, train, 2), leaves}, kPatience);
  Rig rig(options, train, MakeClients(2), 2, Remote(office.workers.get()));
  std::vector<at::Tensor> residuals;
  core::TrainHooks hooks;
  hooks.on_checkpoint = [&] {
    for (const core::NamedTensor& t : rig.trainer->State()) {
      if (t.name == "federation.residuals") residuals.push_back(t.value);
    }
    return absl::OkStatus();
  };
  ASSERT_OK(rig.trainer->Run(hooks));
  ASSERT_EQ(residuals.size(), 2);
  EXPECT_GT(residuals[0][1].abs().max().item<double>(), 0);
  EXPECT_TRUE(residuals[1][1].equal(residuals[0][1]));
  EXPECT_FALSE(residuals[1][0].equal(residuals[0][0]));
}

TEST(RemoteClientsTest, WhatAWorkerCannotDoIsTheTrainingsEnd) {
  const Work fails = [](Link* server) {
    ASSERT_OK(server->Send(FailureMessage(absl::UnavailableError("disk full")),
                           kPatience));
  };
  Office office({Serving(Averaged(), Rounds(3), 4), fails}, kPatience);
  EXPECT_THAT(office.workers->Begin("it"),
              StatusIs(absl::StatusCode::kUnavailable,
                       AllOf(HasSubstr("worker 2"), HasSubstr("disk full"))));
}

class Throwing : public Clients {
 public:
  Throwing() : Clients({1}) {}
  absl::StatusOr<ClientAnswers> Do(const RoundTask&,
                                   absl::Span<const ClientTask>) override {
    throw std::runtime_error("thrown");
  }
  std::vector<core::NamedTensor> State() const override { return {}; }
  absl::Status Restore(const std::vector<core::NamedTensor>&) override {
    return absl::OkStatus();
  }
};

TEST(RemoteClientsTest, WhatAClientThrowsIsItsError) {
  const Work throws = [](Link* server) {
    Throwing clients;
    ServeClients("it", &clients, server).IgnoreError();
  };
  Office office({throws}, kPatience);
  EXPECT_THAT(Rig(Averaged(), Rounds(3), MakeClients(1), 2,
                  Remote(office.workers.get()))
                  .Train()
                  .status(),
              StatusIs(absl::StatusCode::kInternal, "thrown"));
}

TEST(RemoteClientsTest, AnotherExperimentIsNoWorker) {
  Office office({Serving(Averaged(), Rounds(3), 4, "other")}, kPatience);
  EXPECT_THAT(office.workers->Begin("it"),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("worker 1 is ready for the training 'other', "
                                 "and this is 'it'")));
}

TEST(RemoteClientsTest, TheResultComesToAll) {
  std::vector<core::NamedTensor> got;
  const Work takes = [&](Link* server) {
    ASSERT_OK_AND_ASSIGN(got, ServeClients("it", nullptr, server));
  };
  {
    Office office({takes}, kPatience);
    ASSERT_OK(office.workers->Begin("it"));
    office.workers->End(Initial());
    // the worker takes it before the office closes
    EXPECT_THAT(office.workers->Hear(0).status(),
                StatusIs(absl::StatusCode::kUnavailable, HasSubstr("closed")));
  }
  ExpectSameState(got, Initial());
}

}  // namespace
}  // namespace flow::federated
