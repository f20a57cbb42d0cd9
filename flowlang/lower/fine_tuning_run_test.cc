// Training that begins with weights from a file, from the plan to result.json.

#include <string>
#include <utility>

#include "ATen/TensorOperators.h"
#include "ATen/ops/equal.h"
#include "ATen/ops/linalg_matrix_rank.h"
#include "core/base/status_testing.h"
#include "flowlang/lower/lower_testing.h"
#include "flowlang/lower/run_testing.h"
#include "flowlang/lower/weights_file.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

namespace flow::lang {
namespace {

using testing::HasSubstr;
using Json = nlohmann::ordered_json;

constexpr char kTrained[] = "/stages/01-train_velocity/trained.safetensors";
constexpr char kWeights[] = "/stages/01-train_velocity/weights.safetensors";
// a perceptron of three numbers in, eight hidden and two out
constexpr int64_t kParameters = 3 * 8 + 8 + 8 * 2 + 2;
// A and B of both its matrices, of rank 1
constexpr int64_t kOfRankOne = (3 + 8) + (8 + 2);

class FineTuningRunTest : public RunTest {
 protected:
  FineTuningRunTest() : base_(Run(TinyPlan(), "base") + kWeights) {}

  // What goes on from the weights of another run, with data of its own.
  ExperimentPlan Tuned(core::FineTuningOptions trained) const {
    ExperimentPlan plan = TinyPlan();
    TrainWork(plan).fine_tuning = {base_, std::move(trained)};
    return plan;
  }

  core::Parameters Read(const std::string& path) {
    auto file = ReadTensors(path);
    EXPECT_OK(file);
    return file.ok() ? std::move(file->tensors) : core::Parameters();
  }

  const std::string base_;
};

TEST_F(FineTuningRunTest, BeginsWithTheWeightsOfTheFile) {
  ExperimentPlan plan = Tuned(core::AllWeightsOptions{});
  TrainWork(plan).train.optimizer = core::SgdOptions{.learning_rate = 0};
  TrainWork(plan).train.ema_decay.reset();
  EXPECT_EQ(Content(Run(plan, "still") + kWeights), Content(base_));
  TrainWork(plan).train.optimizer = core::SgdOptions{.learning_rate = 0.1};
  EXPECT_NE(Content(Run(plan, "moved") + kWeights), Content(base_));
}

TEST_F(FineTuningRunTest, AnAdapterMovesMatricesByItsRank) {
  const std::string out =
      Run(Tuned(core::LowRankOptions{.rank = 1}), "low_rank");
  const core::Parameters before = Read(base_), after = Read(out + kWeights);
  ASSERT_EQ(after.size(), 4);
  for (size_t k = 0; k < 4; ++k) {
    EXPECT_EQ(after[k].name, before[k].name);
    const at::Tensor change =
        (after[k].value - before[k].value).to(at::kDouble);
    if (k % 2 == 1) {
      EXPECT_TRUE(at::equal(after[k].value, before[k].value));
    } else {
      // of numbers near one, rounding leaves 1e-7
      EXPECT_EQ(at::linalg_matrix_rank(change, 1e-3).item<int64_t>(), 1);
    }
  }
  const core::Parameters trained = Read(out + kTrained);
  ASSERT_EQ(trained.size(), 4);
  EXPECT_EQ(trained[0].name, "layers.0.weight.lora_A");
  EXPECT_EQ(core::CountNumbers(trained), kOfRankOne);
}

TEST_F(FineTuningRunTest, ClientsSendTheAdapterAlone) {
  ExperimentPlan plan = Tuned(core::LowRankOptions{.rank = 1});
  const federated::FederationOptions federation = {
      .clients = 2,
      .partition = federated::ByLabel{},
      .local = {.steps = 2},
      .aggregation = {.rule = federated::FedAvgOptions{}}};
  TrainWork(plan).federation = federation;
  const std::string out = Run(plan, "federated");
  const Json result = Json::parse(Content(out + "/result.json"));
  const Json& flow = result["communication"]["flow"];
  EXPECT_EQ(flow["bytes_up"], 2 * 20 * 4 * kOfRankOne);
  EXPECT_LT(kOfRankOne, kParameters);
  EXPECT_NE(Content(out + kWeights), Content(base_));
  EXPECT_EQ(Content(out + kWeights), Content(Run(plan, "again", 3) + kWeights));
}

// Also over clients who average weights.
TEST_F(FineTuningRunTest, AProxyOfAllUnitsIsTheNetworkToTheBit) {
  for (const bool federated : {false, true}) {
    ExperimentPlan whole = Tuned(core::AllWeightsOptions{});
    ExperimentPlan proxy = Tuned(core::ProxyOptions{.keep = 1});
    if (federated) {
      const federated::FederationOptions federation = {
          .clients = 2,
          .local = {.steps = 2},
          .aggregation = {.rule = federated::FedAvgOptions{}}};
      TrainWork(whole).federation = federation;
      TrainWork(proxy).federation = federation;
    }
    EXPECT_EQ(Content(Run(whole, "whole") + kWeights),
              Content(Run(proxy, "proxy") + kWeights))
        << federated;
  }
}

TEST_F(FineTuningRunTest, AProxyMovesItsUnitsAndLeavesTheOthers) {
  const std::string out = Run(Tuned(core::ProxyOptions{.keep = 0.5}), "half");
  const core::Parameters before = Read(base_), after = Read(out + kWeights);
  const at::Tensor moved =
      (after[0].value != before[0].value).any(/*dim=*/1).sum();
  EXPECT_EQ(moved.item<int64_t>(), 4);  // of eight units
  EXPECT_EQ(core::CountNumbers(Read(out + kTrained)), 3 * 4 + 4 + 4 * 2 + 2);
}

// One client who sends gradients is a training without a federation.
TEST_F(FineTuningRunTest, OneClientIsTheRunWithoutToTheBit) {
  ExperimentPlan plan = Tuned(core::LowRankOptions{.rank = 2});
  const std::string alone = Run(plan, "alone");
  TrainWork(plan).federation = federated::FederationOptions{};
  const std::string one = Run(plan, "one", 2);
  EXPECT_EQ(Content(alone + kWeights), Content(one + kWeights));
}

TEST_F(FineTuningRunTest, OfNothingTheWeightsAreEvaluatedAsTheyAre) {
  ExperimentPlan trained = TinyPlan();
  ExperimentPlan plan = trained;
  plan.stages[0].name = "load_weights";
  plan.stages[0].kind = "load_weights";
  plan.stages[0].work = LoadWeightsStage{TrainWork(trained).ends,
                                         TrainWork(trained).network, base_};
  plan.stages[1].inputs = {"load_weights"};
  const std::string before = Run(trained, "trained");
  const std::string after = Run(plan, "loaded");
  EXPECT_TRUE(at::equal(Generated(before), Generated(after)));
  const auto metrics = [](const std::string& out) {
    return Json::parse(Content(out + "/result.json"))["metrics"];
  };
  EXPECT_EQ(metrics(before), metrics(after));
}

// As Python's safetensors writes it, by name.
TEST_F(FineTuningRunTest, TheOrderOfTheFileDoesNotMatter) {
  core::Parameters sorted = Read(base_);
  std::swap(sorted[0], sorted[1]);
  std::swap(sorted[2], sorted[3]);
  const std::string file = FreshPath("sorted.safetensors");
  ASSERT_OK(WriteTensors(file, sorted, {}));
  ExperimentPlan loaded = TinyPlan();
  loaded.stages[0].work =
      LoadWeightsStage{TrainWork(loaded).ends, TrainWork(loaded).network, file};
  EXPECT_EQ(Content(Run(loaded, "loaded") + kWeights), Content(base_));
  ExperimentPlan still = TinyPlan();
  TrainWork(still).fine_tuning = {file, core::AllWeightsOptions{}};
  TrainWork(still).train.optimizer = core::SgdOptions{.learning_rate = 0};
  TrainWork(still).train.ema_decay.reset();
  EXPECT_EQ(Content(Run(still, "still") + kWeights), Content(base_));
}

// Which the compiler tells of before; the file may have changed since.
TEST_F(FineTuningRunTest, AFileOfAnotherNetworkIsTold) {
  ExperimentPlan plan = Tuned(core::AllWeightsOptions{});
  std::get<core::MlpOptions>(TrainWork(plan).network).hidden = {9};
  EXPECT_THAT(RunAt(plan, FreshPath("other")),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("has weights of another network")));
}

}  // namespace
}  // namespace flow::lang
