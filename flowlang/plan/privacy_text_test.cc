#include "flowlang/plan/privacy_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "federated/privacy/rdp_accountant.h"
#include "google/protobuf/text_format.h"

namespace flow::lang {
namespace {

using ::testing::HasSubstr;

std::string LineOf(const std::string& text, std::optional<int64_t> points) {
  Experiment experiment;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &experiment));
  return PrivacyLine(experiment, points);
}

double EpsilonIn(const std::string& line) {
  double epsilon = 0;
  EXPECT_EQ(std::sscanf(line.c_str(), "privacy    epsilon %lf", &epsilon), 1)
      << line;
  return epsilon;
}

// One sum over everybody with noise sigma is the Gaussian mechanism; for sigma
// = 100 and delta = 1e-5 its epsilon is below sqrt(2 log(1.25 / delta)) / sigma
// = 0.0485 [Dwork and Roth, 2014, Appendix A], and above half of it.
TEST(PrivacyLineTest, OneSumIsTheGaussianMechanism) {
  const std::string line = LineOf(
      "train { rounds: 1 } federation { clients: 10 privacy { client_level { "
      "noise_multiplier: 100 delta: 1e-5 } } }",
      std::nullopt);
  EXPECT_LT(EpsilonIn(line), 0.0485);
  EXPECT_GT(EpsilonIn(line), 0.0242);
  EXPECT_THAT(line, HasSubstr("for a client: 1 sums"));
}

// The line of 100 clients with these settings, for a client.
std::string ClientLineOf(const std::string& federation) {
  return LineOf("train { rounds: 300 } federation { clients: 100 " +
                    federation +
                    " privacy { client_level { noise_multiplier: 2 } } }",
                std::nullopt);
}

std::string Number(double epsilon) { return absl::StrFormat("%.3g", epsilon); }

// The text is that of the accountant for a fixed number of clients, and the
// epsilon of independent coins, which is less, is not.
TEST(PrivacyLineTest, ARoundAsksAFixedNumberOfClients) {
  const std::string line = ClientLineOf("participation { fraction: 0.2 }");
  const auto epsilon_of = [](federated::Sampling sampling) {
    return federated::Epsilon({0.2, 2, 300, sampling}, 1e-5)->epsilon;
  };
  EXPECT_THAT(line,
              HasSubstr("epsilon " +
                        Number(epsilon_of(federated::Sampling::kFixedSize)) +
                        " at delta 1e-05 for a client: 300 sums, each "
                        "over a random share of 0.2\n"));
  EXPECT_LT(epsilon_of(federated::Sampling::kPoisson), 0.99 * EpsilonIn(line));
}

// 0.29 * 100 is 28.999999999999996 in double; of 100 clients 0.255 are 25.
TEST(PrivacyLineTest, TheShareIsThatOfWholeClients) {
  EXPECT_THAT(ClientLineOf("participation { fraction: 0.29 }"),
              HasSubstr("share of 0.29\n"));
  EXPECT_THAT(ClientLineOf("participation { fraction: 0.255 }"),
              HasSubstr("share of 0.25\n"));
  EXPECT_THAT(ClientLineOf(""), HasSubstr("share of 1\n"));
}

TEST(PrivacyLineTest, RoundsWithinGroupsCount) {
  EXPECT_THAT(
      ClientLineOf("topology { hierarchical { groups: 10 edge_rounds: 4 } }"),
      HasSubstr("1200 sums"));
}

// Each training releases what it sums.
TEST(PrivacyLineTest, TrainingsAddUp) {
  const std::string federation =
      "train { rounds: 300 } federation { clients: 100 privacy { client_level "
      "{ "
      "noise_multiplier: 2 } } } ";
  EXPECT_THAT(
      LineOf(federation + "coupling { semidual { train { rounds: 50 } } }",
             std::nullopt),
      HasSubstr("a client: 350 sums"));
  // four blocks and the free one, and three one-step maps
  EXPECT_THAT(
      LineOf(
          federation +
              "method { local_flow { steps { geometric { first: 0.1 ratio: 2 "
              "count: 4 } } distill { blocks_per_group: 2 train { rounds: 10 "
              "} } } }",
          std::nullopt),
      HasSubstr("a client: 1530 sums"));
}

// What goes into the noise multiplier covers the count as well.
TEST(PrivacyLineTest, AnAdaptiveNormCostsNothingMore) {
  const std::string text =
      "train { rounds: 9 } federation { clients: 10 privacy { client_level { "
      "noise_multiplier: 3 ";
  EXPECT_EQ(LineOf(text + "adaptive_quantile: 0.5 } } }", std::nullopt),
            LineOf(text + "} } }", std::nullopt));
}

TEST(PrivacyLineTest, IsUnknownWhereTheNoiseDoesNotCoverWhatIsSent) {
  EXPECT_THAT(ClientLineOf("topology { ring {} }"),
              HasSubstr("unknown for a client: the noise is the server's"));
  EXPECT_THAT(ClientLineOf("topology { gossip { complete {} } }"),
              HasSubstr("epsilon unknown"));
  EXPECT_THAT(ClientLineOf("topology { fully_connected {} }"),
              HasSubstr("epsilon unknown"));
  EXPECT_THAT(ClientLineOf("aggregation { scaffold {} }"),
              HasSubstr("scaffold sends control variates"));
  for (const char* rule :
       {"median {}", "trimmed_mean {}", "krum {}", "multi_krum { keep: 3 }"}) {
    EXPECT_THAT(ClientLineOf(absl::StrCat("aggregation { ", rule, " }")),
                HasSubstr("the noise is that of a mean"));
  }
}

std::string RecordLineOf(const std::string& federation,
                         std::optional<int64_t> points) {
  return LineOf(
      "train { rounds: 3 batch: 50 } federation { clients: 4 local { "
      "steps: 5 } " +
          federation + " privacy { record_level { noise_multiplier: 1 } } }",
      points);
}

TEST(PrivacyLineTest, ARecordIsDrawnFromItsClientsShare) {
  EXPECT_THAT(RecordLineOf("", 1000),
              HasSubstr("for a record: 15 sums, each over a random share of "
                        "0.2\n"));
  EXPECT_THAT(RecordLineOf("", std::nullopt), HasSubstr("epsilon unknown"));
  // the smallest client has 250 of 1003, and none of three
  EXPECT_THAT(RecordLineOf("", 1003), HasSubstr("share of 0.2\n"));
  EXPECT_THAT(RecordLineOf("", 3), HasSubstr("share of 1\n"));
  EXPECT_THAT(RecordLineOf("partition { dirichlet { alpha: 1 } }", 1000),
              HasSubstr("for a record of a client with 250 points, more where "
                        "there are fewer: 15 sums"));
}

TEST(PrivacyLineTest, IsUnknownForRecordsThatMeet) {
  const std::string federation =
      "federation { clients: 4 privacy { record_level { noise_multiplier: 1 } "
      "} } train { rounds: 3 }";
  EXPECT_THAT(
      LineOf("coupling { gibbs {} }" + federation, 1000),
      HasSubstr("unknown for a record: the coupling lets records meet"));
  EXPECT_THAT(LineOf("coupling { minibatch_ot {} }" + federation, 1000),
              HasSubstr("epsilon unknown"));
  EXPECT_THAT(
      LineOf("method { flow_matching { acceleration {} } }" + federation, 1000),
      HasSubstr("epsilon unknown"));
  EXPECT_EQ(LineOf("coupling { independent {} }" + federation, 1000),
            LineOf(federation, 1000));
}

// What batches are drawn from is the pool, of which the last client of three
// has the least: 1000 points are 334, 333 and 333, and 100 of them 34, 33, 33.
// The maps that are learnt of the blocks take larger batches.
TEST(PrivacyLineTest, ARecordOfAChainIsDrawnFromThePool) {
  const std::string chain =
      "train { rounds: 30 batch: 11 } federation { clients: 3 privacy { "
      "record_level { noise_multiplier: 1 } } } method { local_flow { pool: "
      "100 steps { geometric { first: 0.1 ratio: 2 count: 4 } } ";
  EXPECT_THAT(LineOf(chain + "} }", 1000),
              HasSubstr("for a record: 150 sums, each over a random share of "
                        "0.333\n"));
  EXPECT_THAT(LineOf(chain + "networks: SHARED } }", 1000),
              HasSubstr("30 sums, each over a random share of 0.333\n"));
  EXPECT_THAT(LineOf(chain + "distill { blocks_per_group: 2 train { rounds: 10 "
                             "batch: 33 } } } }",
                     1000),
              HasSubstr("180 sums, each over a random share of 1\n"));
  EXPECT_THAT(LineOf(chain + "coupling: SHUFFLED } }", 1000),
              HasSubstr("the coupling lets records meet"));
}

// The text has what the accountant says.
TEST(PrivacyLineTest, ARecordSpendsWhatTheAccountantSays) {
  EXPECT_THAT(
      RecordLineOf("", 1000),
      HasSubstr(absl::StrCat(
          "epsilon ",
          Number(federated::Epsilon(
                     {0.2, 1, 15, federated::Sampling::kFixedSize}, 1e-5)
                     ->epsilon),
          " at delta 1e-05 for a record")));
}

// A server sees who takes part, and one client may be in every round.
TEST(PrivacyLineTest, TakingPartByChanceDoesNotHelpARecord) {
  EXPECT_EQ(RecordLineOf("participation { fraction: 0.5 }", 1000),
            RecordLineOf("", 1000));
}

TEST(PrivacyLineTest, SaysNothingWithoutPrivacy) {
  EXPECT_EQ(LineOf("federation { clients: 4 }", 1000), "");
}

}  // namespace
}  // namespace flow::lang
