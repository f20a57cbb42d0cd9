// Training over clients, from the plan to result.json.

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/files.h"
#include "core/base/status_testing.h"
#include "federated/privacy/rdp_accountant.h"
#include "flowlang/lower/lower_testing.h"
#include "flowlang/lower/run_testing.h"
#include "nlohmann/json.hpp"

namespace flow::lang {
namespace {

using testing::HasSubstr;
using testing::Not;
using Json = nlohmann::ordered_json;

constexpr char kWeights[] = "/stages/01-train_velocity/weights.safetensors";

class FederationRunTest : public RunTest {};

ExperimentPlan Federated(ExperimentPlan plan,
                         const federated::FederationOptions& federation) {
  TrainWork(plan).federation = federation;
  SampleWork(plan).federation = federation;
  SampleWork(plan).trained = TrainWork(plan).ends;
  EvaluateWork(plan).metrics.push_back(core::WorstClientW2Options{});
  return plan;
}

Json ResultOf(const std::string& out) {
  return Json::parse(Content(out + "/result.json"));
}

TEST_F(FederationRunTest, OneClientIsTheRunWithoutToTheBit) {
  for (const bool finite : {false, true}) {
    for (const bool ot : {false, true}) {
      ExperimentPlan plan = TinyPlan();
      if (finite) TrainWork(plan).ends.target.points = 100;
      if (ot) TrainWork(plan).coupling = core::MinibatchOtOptions{};
      const std::string alone = Run(plan, "alone");
      const std::string federated = Run(Federated(plan, {}), "one", 2);
      EXPECT_EQ(Content(alone + kWeights), Content(federated + kWeights))
          << finite << ot;
    }
  }
}

TEST_F(FederationRunTest, TellsWhatWasSentAndHowClientsAreServed) {
  const ExperimentPlan plan =
      Federated(TinyPlan(), {.clients = 2, .partition = federated::ByLabel{}});
  const std::string out = Run(plan, "two");
  const Json result = ResultOf(out);
  const Json& flow = result["communication"]["flow"];
  EXPECT_EQ(flow["rounds"], 20);
  EXPECT_EQ(flow["clients_answered"], 40);
  // three numbers in, eight hidden, two out, as float32
  const int64_t parameters = 3 * 8 + 8 + 8 * 2 + 2;
  EXPECT_EQ(flow["bytes_up"], 40 * 4 * parameters);
  const Json& worst = result["metrics"].back();
  EXPECT_EQ(worst["name"], "worst_client_w2");
  ASSERT_EQ(worst["by_client"].size(), 2);
  EXPECT_EQ(worst["value"].get<double>(),
            std::max(worst["by_client"][0].get<double>(),
                     worst["by_client"][1].get<double>()));
  EXPECT_TRUE(std::filesystem::exists(out + "/samples/p.npz"));
  // the same bits for any number of threads
  const std::string again = Run(plan, "again", 3);
  EXPECT_EQ(Content(out + kWeights), Content(again + kWeights));
}

TEST_F(FederationRunTest, TellsWhatThePartitionCameOutAs) {
  ExperimentPlan plan =
      Federated(TinyPlan(), {.clients = 2, .partition = federated::ByLabel{}});
  const std::string out = Run(plan, "of_law");
  const Json clients = ResultOf(out)["clients"];
  EXPECT_EQ(clients["count"], 2);
  EXPECT_EQ(clients["shares"], Json({0.5, 0.5}));
  EXPECT_EQ(clients["classes"], Json({{0.5, 0.0}, {0.0, 0.5}}));
  EXPECT_EQ(clients["weights"], Json({0.5, 0.5}));
  const Json& w2 = clients["w2"];
  EXPECT_EQ(w2["samples"], 1000);
  EXPECT_EQ(w2["to_whole"].size(), 2);
  // moons apart, and more so than two draws of both
  EXPECT_GT(w2["score"].get<double>(), 4 * w2["floor"].get<double>());
  EXPECT_EQ(w2["between"][0][1], w2["between"][1][0]);
  const Json& gap = w2["local_gap"];
  EXPECT_GT(gap["value"].get<double>(), 0);
  EXPECT_LT(gap["value"].get<double>(), gap["bound"].get<double>());
  // the same in a run that goes on, and by any number of threads
  for (const char* lost :
       {"/result.json", kWeights, "/stages/01-train_velocity/done.json"}) {
    ASSERT_EQ(std::remove((out + lost).c_str()), 0) << lost;
  }
  ASSERT_OK(RunAt(plan, out, 3));
  EXPECT_EQ(ResultOf(out)["clients"], clients);
  // of points, their number; by weights of the federation
  TrainWork(plan).ends.target.points = 30;
  SampleWork(plan).trained.target.points = 30;
  TrainWork(plan).federation->partition =
      federated::Quantity{federated::QuantityLaw::kLinear};
  TrainWork(plan).federation->equal_weights = true;
  const Json rows = ResultOf(Run(plan, "of_rows"))["clients"];
  EXPECT_EQ(rows["points"], Json({10, 20}));
  int64_t points = 0;
  for (const Json& of_class : rows["classes"][1]) points += of_class.get<int>();
  EXPECT_EQ(points, 20);
  EXPECT_EQ(rows["weights"], Json({0.5, 0.5}));
  EXPECT_FALSE(ResultOf(Run(TinyPlan(), "none")).contains("clients"));
}

// Points of a file that says whose they are, or of two moons and another file.
TEST_F(FederationRunTest, FilesSayWhoHasWhat) {
  const std::string points = FreshPath("sites.csv");
  std::string rows = "x,y,site\n";
  for (int i = 0; i < 40; ++i) {
    rows += absl::StrCat(i % 7, ",", i % 5, ",", i % 4 == 0 ? 30 : -2, "\n");
  }
  ASSERT_OK(WriteFileAtomically(points, rows));
  ExperimentPlan plan = Federated(
      TinyPlan(), {.clients = 2, .partition = federated::ByColumn{"site"}});
  const datasets::ArrayFileOptions file = {points, std::nullopt, "site"};
  for (EndsOptions* ends : {&TrainWork(plan).ends, &SampleWork(plan).ends,
                            &SampleWork(plan).trained}) {
    ends->target = {file};
  }
  Json clients = ResultOf(Run(plan, "by_column"))["clients"];
  EXPECT_EQ(clients["points"], Json({30, 10}));
  EXPECT_FALSE(clients.contains("classes"));

  const std::string lines = FreshPath("clients.txt");
  ASSERT_OK(WriteFileAtomically(lines, "1\n1\n0\n1\n"));
  plan = Federated(TinyPlan(),
                   {.clients = 2, .partition = federated::FromFile{lines}});
  TrainWork(plan).ends.target.points = 4;
  SampleWork(plan).trained.target.points = 4;
  clients = ResultOf(Run(plan, "from_file"))["clients"];
  EXPECT_EQ(clients["points"], Json({1, 3}));
  // the file has changed since the plan was made
  ASSERT_OK(WriteFileAtomically(lines, "1\n"));
  EXPECT_THAT(RunAt(plan, FreshPath("changed")),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("a line for each of 4 rows")));
}

TEST_F(FederationRunTest, AKilledRunGoesOnToTheSameBits) {
  federated::FederationOptions federation = {.clients = 4};
  federation.aggregation.rule = federated::FedAdaptiveOptions{};
  federation.local = {.steps = 2};
  federation.compression = federated::TopKOptions{.fraction = 0.2};
  federation.participation = {.fraction = 0.5};
  const ExperimentPlan plan = Federated(TinyPlan(), federation);
  const std::string whole = Run(plan, "whole"), out = Run(plan, "broken", 2);
  for (const char* lost :
       {"/result.json", kWeights, "/stages/01-train_velocity/done.json"}) {
    ASSERT_EQ(std::remove((out + lost).c_str()), 0) << lost;
  }
  ASSERT_OK(RunAt(plan, out));
  EXPECT_EQ(Content(whole + kWeights), Content(out + kWeights));
  EXPECT_EQ(ResultOf(whole)["communication"], ResultOf(out)["communication"]);
}

// A first layer that nobody trains, a last one of each client's own.
TEST_F(FederationRunTest, ClientsKeepPartsOfTheNetwork) {
  federated::FederationOptions federation = {.clients = 2};
  federation.aggregation.rule = federated::FedAvgOptions{};
  federation.local = {.steps = 2};
  federation.modules = {{"layers.0.weight", federated::ModuleOwner::kFrozen},
                        {"layers.1", federated::ModuleOwner::kLocal}};
  ExperimentPlan plan = Federated(TinyPlan(), federation);
  const std::string out = Run(plan, "modules", 2);
  const Json flow = ResultOf(out)["communication"]["flow"];
  // the biases of the first layer are all that travels
  EXPECT_EQ(flow["bytes_up"], 20 * 2 * 4 * 8);
  EXPECT_EQ(flow["bytes_down"], flow["bytes_up"]);
  const std::string weights = Content(out + kWeights);
  for (const char* lost :
       {"/result.json", kWeights, "/stages/01-train_velocity/done.json"}) {
    ASSERT_EQ(std::remove((out + lost).c_str()), 0) << lost;
  }
  ASSERT_OK(RunAt(plan, out));
  EXPECT_EQ(weights, Content(out + kWeights));
  EXPECT_EQ(flow, ResultOf(out)["communication"]["flow"]);
  // where nobody keeps anything
  ExperimentPlan frozen = plan;
  TrainWork(frozen).federation->modules.pop_back();
  EXPECT_EQ(
      ResultOf(Run(frozen, "frozen"))["communication"]["flow"]["bytes_up"],
      20 * 2 * 4 * (8 + 8 * 2 + 2));
  // where each has what the other has not: the first layer's weights go to and
  // from one, the biases both ways of both
  ExperimentPlan apart = plan;
  TrainWork(apart).federation->modules = {
      {"layers.0.weight", federated::ModuleOwner::kGlobal, 1, {0}},
      {"layers.1", federated::ModuleOwner::kLocal, 1, {1}}};
  const std::string of_some = Run(apart, "some");
  const Json some = ResultOf(of_some)["communication"]["flow"];
  EXPECT_EQ(some["bytes_up"], 20 * 4 * (3 * 8 + 2 * 8));
  EXPECT_EQ(some["bytes_down"], some["bytes_up"]);
  EXPECT_NE(Content(of_some + kWeights), weights);
  // a part that is not there ends the run, and says why
  TrainWork(plan).federation->modules[0].parameters = "layers.7";
  EXPECT_THAT(RunAt(plan, FreshPath("no_module")),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("in module 'layers.7'; there are "
                                 "layers.0.weight")));
}

// A line of three: up over 1 + 2 + 3 links, down over 3. A byte takes 1/1024 s
// and 1/512 J a link, so that all numbers are exact.
TEST_F(FederationRunTest, TellsWhatLinksCost) {
  federated::FederationOptions federation = {.clients = 3};
  ExperimentPlan plan = Federated(TinyPlan(), federation);
  const std::string plain = Run(plan, "plain");
  EXPECT_FALSE(ResultOf(plain)["communication"]["flow"].contains("links"));
  TrainWork(plan).federation->links = {
      {.between = {0, 1, 1, 2}, .to_server = {0}, .rate = 1024, .power = 2}};
  const std::string out = Run(plan, "links", 2);
  EXPECT_EQ(Content(plain + kWeights), Content(out + kWeights));
  const double model = 4 * (3 * 8 + 8 + 8 * 2 + 2) / 1024.0;  // in seconds
  const Json links = ResultOf(out)["communication"]["flow"]["links"];
  EXPECT_EQ(links, Json({{"seconds", 20 * (3 + 3) * model},
                         {"joules", 20 * 2 * (6 + 3) * model},
                         {"messages", 20 * (6 + 3)}}));
  // the same in a run that goes on
  for (const char* lost :
       {"/result.json", kWeights, "/stages/01-train_velocity/done.json"}) {
    ASSERT_EQ(std::remove((out + lost).c_str()), 0) << lost;
  }
  ASSERT_OK(RunAt(plan, out));
  EXPECT_EQ(ResultOf(out)["communication"]["flow"]["links"], links);
  // of two trainings the sum
  ExperimentPlan twice = plan;
  Stage again = plan.stages[0];
  again.name = "train_again";
  again.hash = "hash-again";
  twice.stages.push_back(std::move(again));
  const Json sum =
      ResultOf(Run(twice, "twice"))["communication"]["flow"]["links"];
  EXPECT_EQ(sum["messages"], 2 * 20 * (6 + 3));
  EXPECT_EQ(sum["seconds"], 2 * 20 * (3 + 3) * model);
  // who has no way ends the run, and is named
  TrainWork(plan).federation->links[0].between.resize(2);
  EXPECT_THAT(RunAt(plan, FreshPath("no_way")),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("client 2 has no way")));
}

// The first layer alone goes to all, and the last one every second round: what
// links carry is what is sent.
TEST_F(FederationRunTest, LinksCarryWhatTravelsOfTheNetwork) {
  federated::FederationOptions federation = {.clients = 2};
  federation.aggregation.rule = federated::FedAvgOptions{};
  federation.modules = {{"layers.1", federated::ModuleOwner::kGlobal, 2}};
  federation.links = {{.to_server = {0, 1}, .rate = 1024, .power = 1}};
  const Json flow =
      ResultOf(Run(Federated(TinyPlan(), federation),
                   "modules_over_links"))["communication"]["flow"];
  const double bytes =
      flow["bytes_up"].get<double>() + flow["bytes_down"].get<double>();
  EXPECT_LT(bytes, 20 * 2 * 2 * 4 * (3 * 8 + 8 + 8 * 2 + 2));
  EXPECT_EQ(flow["links"]["joules"], bytes / 1024);
  EXPECT_EQ(flow["links"]["messages"], 20 * 2 * 2);
  EXPECT_EQ(flow["links"]["seconds"], bytes / 2 / 1024);
}

// Each of three clients has a model of its own.
TEST_F(FederationRunTest, ClientsWithoutAServer) {
  federated::FederationOptions federation = {.clients = 3};
  federation.aggregation.rule = federated::FedAvgOptions{};
  federation.topology =
      federated::GossipOptions{federated::EdgeList{{0, 1, 1, 2}}};
  ExperimentPlan plan = Federated(TinyPlan(), federation);
  const std::string out = Run(plan, "gossip", 2);
  const Json flow = ResultOf(out)["communication"]["flow"];
  // two edges, both ways, in each round
  EXPECT_EQ(flow["peer_bytes"], 20 * 4 * 4 * (3 * 8 + 8 + 8 * 2 + 2));
  EXPECT_EQ(flow["bytes_up"], 0);
  EXPECT_GT(flow["consensus_distance"].get<double>(), 0);
  EXPECT_NEAR(flow["spectral_gap"].get<double>(), 1.0 / 3, 1e-12);
  for (const char* lost :
       {"/result.json", kWeights, "/stages/01-train_velocity/done.json"}) {
    ASSERT_EQ(std::remove((out + lost).c_str()), 0) << lost;
  }
  ASSERT_OK(RunAt(plan, out));
  EXPECT_EQ(flow, ResultOf(out)["communication"]["flow"]);
  // a graph that falls apart ends the run, and says why
  TrainWork(plan).federation->topology =
      federated::GossipOptions{federated::EdgeList{{0, 1}}};
  EXPECT_THAT(RunAt(plan, FreshPath("apart")),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       testing::HasSubstr("the edges must connect all")));
}

// A potential, and a flow on the pairs that it makes.
ExperimentPlan SemidualPlan() {
  ExperimentPlan plan = TinyPlan();
  TrainVelocityStage& train = TrainWork(plan);
  train.semidual = {
      .potential = core::MlpPotentialOptions{.dim = 2, .hidden = {16}},
      .candidates = 64};
  FitPotentialStage potential = {train.ends, *train.semidual, train.train};
  plan.stages[0].inputs = {"train_potential"};
  plan.stages.insert(plan.stages.begin(), {.name = "train_potential",
                                           .kind = "train_potential",
                                           .hash = "hash-potential",
                                           .work = std::move(potential)});
  return plan;
}

TrainVelocityStage& FlowOf(ExperimentPlan& plan) {
  return std::get<TrainVelocityStage>(plan.stages[1].work);
}

TEST_F(FederationRunTest, ClientsShareAPotential) {
  constexpr char kFlow[] = "/stages/02-train_velocity/weights.safetensors";
  ExperimentPlan plan = SemidualPlan();
  const std::string alone = Run(plan, "potential");
  const Json stage = ResultOf(alone)["stages"][0];
  EXPECT_TRUE(stage["dual"]["value"].is_number());
  EXPECT_TRUE(ResultOf(alone)["communication"].empty());
  // one client: the same
  auto& potential = std::get<FitPotentialStage>(plan.stages[0].work);
  potential.federation = FlowOf(plan).federation =
      federated::FederationOptions{};
  const std::string one = Run(plan, "one_potential", 2);
  EXPECT_EQ(Content(alone + kFlow), Content(one + kFlow));
  // two: each network's traffic is counted for itself
  potential.federation->clients = FlowOf(plan).federation->clients = 2;
  potential.federation->partition = FlowOf(plan).federation->partition =
      federated::ByLabel{};
  const std::string two = Run(plan, "two_potentials");
  EXPECT_NE(Content(alone + kFlow), Content(two + kFlow));
  const Json sent = ResultOf(two)["communication"];
  EXPECT_EQ(sent["potential"]["bytes_up"], 40 * 4 * (2 * 16 + 16 + 16 + 1));
  EXPECT_EQ(sent["flow"]["rounds"], 20);
  // who has what is told once
  EXPECT_EQ(ResultOf(two)["clients"]["count"], 2);
  const std::string folder = two + "/stages/";
  EXPECT_THAT(Content(folder + "01-train_potential/done.json"),
              HasSubstr("\"from_source\""));
  EXPECT_THAT(Content(folder + "02-train_velocity/done.json"),
              Not(HasSubstr("\"from_source\"")));
}

TEST_F(FederationRunTest, PairsOfThePotentialThenOfTransport) {
  constexpr char kFlow[] = "/stages/02-train_velocity/weights.safetensors";
  ExperimentPlan plan = SemidualPlan();
  const std::string dual = Run(plan, "dual");
  FlowOf(plan).then_local_after = 1;
  EXPECT_EQ(Content(dual + kFlow), Content(Run(plan, "never") + kFlow));
  FlowOf(plan).then_local_after = 0.5;
  const std::string half = Run(plan, "half");
  EXPECT_NE(Content(dual + kFlow), Content(half + kFlow));
  FlowOf(plan).then_local_after = 0;
  ExperimentPlan transport = TinyPlan();
  TrainWork(transport).coupling = core::MinibatchOtOptions{};
  EXPECT_EQ(Content(Run(plan, "at_once") + kFlow),
            Content(Run(transport, "transport") + kWeights));
}

// 101 points of two moons over three clients, of whom the last one has 33, and
// batches of 8 of them.
ExperimentPlan PrivatePlan(const federated::AggregationRule& rule,
                           int64_t local_steps) {
  federated::FederationOptions federation = {.clients = 3};
  federation.aggregation.rule = rule;
  federation.local = {.steps = local_steps};
  federation.privacy =
      federated::RecordLevelOptions{.noise_multiplier = 1.5, .delta = 1e-3};
  ExperimentPlan plan = Federated(TinyPlan(), federation);
  TrainWork(plan).train.batch = 8;
  TrainWork(plan).train.times_per_pair = 2;
  for (EndsOptions* ends : {&TrainWork(plan).ends, &SampleWork(plan).trained}) {
    ends->target.points = 101;
  }
  return plan;
}

// By hand: the client with the fewest points, in every round.
TEST_F(FederationRunTest, TellsWhatARecordSpends) {
  for (const int64_t local_steps : {1, 2}) {
    const ExperimentPlan plan =
        local_steps == 1 ? PrivatePlan(federated::FedSgdOptions{}, 1)
                         : PrivatePlan(federated::FedAvgOptions{}, 2);
    const std::string out = Run(plan, "private");
    const Json privacy = ResultOf(out)["privacy"];
    EXPECT_EQ(privacy["level"], "record");
    EXPECT_EQ(privacy["sums"], 20 * local_steps);
    EXPECT_DOUBLE_EQ(privacy["sampling_rate"].get<double>(), 8.0 / 33);
    ASSERT_OK_AND_ASSIGN(const auto least,
                         federated::Epsilon({8.0 / 33, 1.5, 20 * local_steps,
                                             federated::Sampling::kFixedSize},
                                            1e-3));
    EXPECT_DOUBLE_EQ(privacy["epsilon"].get<double>(), least.epsilon);
    // the same bits by any number of threads, and other ones without noise
    const std::string again = Run(plan, "private_again", 3);
    EXPECT_EQ(Content(out + kWeights), Content(again + kWeights));
    ExperimentPlan open = plan;
    TrainWork(open).federation->privacy = std::nullopt;
    const std::string without = Run(open, "without");
    EXPECT_NE(Content(out + kWeights), Content(without + kWeights));
    EXPECT_FALSE(ResultOf(without).contains("privacy"));
  }
}

TEST_F(FederationRunTest, APrivateRunThatWasKilledGoesOnToTheSameBits) {
  const ExperimentPlan plan = PrivatePlan(federated::FedAdaptiveOptions{}, 2);
  const std::string whole = Run(plan, "whole"), out = Run(plan, "broken", 2);
  for (const char* lost :
       {"/result.json", kWeights, "/stages/01-train_velocity/done.json"}) {
    ASSERT_EQ(std::remove((out + lost).c_str()), 0) << lost;
  }
  ASSERT_OK(RunAt(plan, out));
  EXPECT_EQ(Content(whole + kWeights), Content(out + kWeights));
  EXPECT_EQ(ResultOf(whole)["privacy"], ResultOf(out)["privacy"]);
}

TEST_F(FederationRunTest, AClientWithFewerRecordsThanABatchIsTold) {
  ExperimentPlan plan = PrivatePlan(federated::FedSgdOptions{}, 1);
  TrainWork(plan).train.batch = 34;
  EXPECT_THAT(RunAt(plan, FreshPath("few")),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("client 2 has 33 points")));
}

}  // namespace
}  // namespace flow::lang
