#include "federated/rounds/rounds_testing.h"

#include <utility>

#include "ATen/Parallel.h"
#include "core/base/status_macros.h"
#include "core/base/status_testing.h"
#include "core/coupling/independent.h"
#include "core/distribution/gaussian.h"
#include "core/nn/mlp.h"
#include "core/train/batch_source.h"
#include "core/train/local_gradient_source.h"
#include "core/train/make_batch_gradient.h"
#include "core/train/make_objective.h"
#include "federated/rounds/client_gradients.h"
#include "federated/rounds/make_round_rule.h"
#include "gtest/gtest.h"

namespace flow::federated {
namespace {

std::unique_ptr<core::BatchGradient> MakeOne() {
  return core::MakeBatchGradient(
      kMlp, core::MakeObjective(core::LinearPathOptions{},
                                core::Prediction::kVelocity,
                                core::ConstantWeightOptions{}));
}

}  // namespace

core::Parameters Initial() { return core::Mlp(kMlp).Initialize(3); }

std::shared_ptr<const core::Batches> BatchesOf(int64_t client, int64_t size) {
  const auto around = [](double x) {
    auto law = core::Gaussian::Create({x, -x}, 1);
    return std::shared_ptr<const core::Distribution>(*std::move(law));
  };
  return std::make_shared<core::BatchSource>(
      around(0), around(client / 3.0),
      std::make_shared<core::IndependentCoupling>(),
      core::BatchOptions{.size = size}, DeriveSeed(7, "client", client));
}

Client ClientOf(std::shared_ptr<const core::Batches> batches, double weight) {
  return {std::make_shared<ClientGradients>(
              std::move(batches), std::make_shared<GradientWorkshop>(MakeOne)),
          weight};
}

std::vector<Client> MakeClients(int64_t count) {
  std::vector<Client> clients;
  for (int64_t i = 0; i < count; ++i)
    clients.push_back(ClientOf(BatchesOf(i), 1.0 + i));
  return clients;
}

core::TrainOptions Rounds(int64_t rounds) {
  core::TrainOptions train;
  train.steps = rounds;
  return train;
}

Rig::Rig(FederationOptions options, const core::TrainOptions& train,
         std::vector<Client> clients, int threads, const Wrap& wrap)
    : pool(threads, [] { at::set_num_threads(1); }) {
  at::set_num_threads(1);
  options.clients = std::ssize(clients);
  std::unique_ptr<Clients> all = std::make_unique<LocalClients>(
      options, train, std::move(clients), Initial(), /*seed=*/12, &pool);
  auto made =
      MakeRoundRule(options, train,
                    {.clients = wrap ? wrap(std::move(all)) : std::move(all),
                     .initial = Initial(),
                     .seed = 11,
                     .graph_seed = 5,
                     .pool = &pool});
  EXPECT_OK(made.status());
  rule = made->get();
  trainer = std::make_unique<core::Trainer>(train, Initial(), *std::move(made));
}

absl::StatusOr<Trained> Rig::Train() {
  Trained run;
  core::TrainHooks hooks;
  hooks.on_log = [&](const core::TrainLog& log) {
    run.last_loss = log.loss;
    return absl::OkStatus();
  };
  FLOW_RETURN_IF_ERROR(trainer->Run(hooks));
  run.state = trainer->State();
  run.communication = rule->communication();
  run.traffic = run.communication.traffic;
  return run;
}

std::vector<core::NamedTensor> StateWhenKilled(int64_t steps, Rig* rig) {
  std::vector<core::NamedTensor> saved;
  core::TrainHooks hooks;
  hooks.on_checkpoint = [&] {
    if (rig->trainer->step() != steps) return absl::OkStatus();
    saved = rig->trainer->State();
    return absl::CancelledError("killed");
  };
  EXPECT_THAT(rig->trainer->Run(hooks),
              StatusIs(absl::StatusCode::kCancelled, "killed"));
  return saved;
}

absl::StatusOr<Trained> TrainFederated(const FederationOptions& options,
                                       const core::TrainOptions& train,
                                       std::vector<Client> clients,
                                       int threads) {
  return Rig(options, train, std::move(clients), threads).Train();
}

std::vector<core::NamedTensor> TrainAlone(const core::TrainOptions& train) {
  ThreadPool pool(2, [] { at::set_num_threads(1); });
  core::Trainer trainer(train, Initial(),
                        std::make_shared<core::LocalGradientSource>(
                            MakeOne(), BatchesOf(0), &pool),
                        &pool);
  EXPECT_OK(trainer.Run({}));
  return trainer.State();
}

void ExpectSameForAnyThreads(const FederationOptions& options) {
  ASSERT_OK_AND_ASSIGN(const Trained one,
                       TrainFederated(options, Rounds(6), MakeClients(8), 1));
  ASSERT_OK_AND_ASSIGN(const Trained four,
                       TrainFederated(options, Rounds(6), MakeClients(8), 4));
  ExpectSameWeights(one.state, four.state);
}

void ExpectSameWeights(const std::vector<core::NamedTensor>& a,
                       const std::vector<core::NamedTensor>& b) {
  int compared = 0;
  for (const core::NamedTensor& x : a) {
    if (x.name.rfind("weights.", 0) != 0 && x.name.rfind("average.", 0) != 0) {
      continue;
    }
    for (const core::NamedTensor& y : b) {
      if (y.name != x.name) continue;
      EXPECT_TRUE(x.value.equal(y.value)) << x.name;
      ++compared;
    }
  }
  EXPECT_GE(compared, 6);
}

}  // namespace flow::federated
