#include "flowlang/plan/rounds_text.h"

#include <string>

#include "flowlang/plan/defaults.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"

namespace flow::lang {
namespace {

// Of a network of a thousand numbers, trained in 30 rounds by ten clients.
std::string LineOf(const std::string& federation) {
  Experiment experiment;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      "train { rounds: 30 } federation { clients: 10 " + federation + " }",
      &experiment))
      << federation;
  FillDefaults(&experiment);
  return RoundsLine(experiment, 1000);
}

constexpr char kAveraged[] = "aggregation { fed_avg {} } local { steps: 5 } ";

TEST(RoundsLineTest, WithAServer) {
  EXPECT_EQ(
      LineOf(""),
      "rounds     30, of 1 step; each asks 10 of 10 clients, who get 4 kB "
      "and send 4 kB\n");
  EXPECT_EQ(
      LineOf(std::string(kAveraged) +
             "topology { hierarchical { groups: 5 edge_rounds: 2 } } "
             "participation { fraction: 0.5 } compression { int8 {} }"),
      "rounds     60 of the edges, 2 for one of the server, of 5 steps; each "
      "asks 5 of 10 clients, who get 4 kB and send 1 kB\n");
}

// Of what is shared in some rounds alone, or by some clients, the line says the
// mean.
TEST(RoundsLineTest, WithModules) {
  const std::string line =
      "rounds     30, of 5 steps; each asks 10 of 10 clients, who get 4 kB and "
      "send 4 kB";
  EXPECT_EQ(LineOf(std::string(kAveraged) +
                   "module { parameters: 'layers.0' owner: FROZEN }"),
            line + "\n");
  EXPECT_EQ(
      LineOf(std::string(kAveraged) + "module { parameters: 'a' every: 3 }"),
      line + ", in the mean\n");
  EXPECT_EQ(
      LineOf(std::string(kAveraged) + "module { parameters: 'a' client: 3 }"),
      line + ", in the mean\n");
  EXPECT_EQ(LineOf(std::string(kAveraged) +
                   "module { parameters: 'a' owner: LOCAL client: 3 }"),
            line + "\n");
}

TEST(RoundsLineTest, WithoutAServer) {
  EXPECT_EQ(LineOf("topology { fully_connected {} }"),
            "rounds     30, of 1 step; each asks 10 of 10 clients, who send 4 "
            "kB to all others\n");
  EXPECT_EQ(LineOf(std::string(kAveraged) + "topology { ring {} }"),
            "rounds     30, of 5 steps; each asks 10 of 10 clients, whom one "
            "model of 4 kB visits in turn\n");
  const std::string gossip =
      "rounds     30, of 5 steps; each asks 10 of 10 clients, who send 4 kB to "
      "each of their neighbours";
  EXPECT_EQ(
      LineOf(std::string(kAveraged) + "topology { gossip { complete {} } }"),
      gossip + "\n");
  EXPECT_EQ(LineOf(std::string(kAveraged) +
                   "topology { gossip { complete {} mixing_steps: 3 } }"),
            gossip + ", 3 times\n");
}

}  // namespace
}  // namespace flow::lang
