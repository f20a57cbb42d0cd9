#include "flowlang/plan/links_text.h"

#include <string>

#include "flowlang/plan/defaults.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"

namespace flow::lang {
namespace {

// Of a network of a thousand numbers.
std::string LineOf(const std::string& federation) {
  Experiment experiment;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      "train { rounds: 30 } federation { " + federation + " }", &experiment))
      << federation;
  FillDefaults(&experiment);
  return LinksLine(experiment, {.shared = 1000, .shared_by_edges = 500});
}

constexpr char kLine[] =
    "clients: 3 links { between: [0, 1, 1, 2] to_server: 0 rate: 1000 power: "
    "0.5 } ";

TEST(LinksLineTest, WithoutLinksItIsEmpty) {
  EXPECT_EQ(LineOf("clients: 2"), "");
}

// 4 kB take 4 s and 2 J a link: up over 1 + 2 + 3 of them, down over 3.
TEST(LinksLineTest, OfALineOfThree) {
  EXPECT_EQ(LineOf(kLine),
            "links      a round of everybody takes 24 s, 18 J and 9 messages "
            "over links, of which a way has up to 3\n");
  // up a fourth of it: 3 (1 + 4) s, 0.5 (6 + 3 * 4) J
  EXPECT_EQ(LineOf(std::string(kLine) + "compression { int8 {} }"),
            "links      a round of everybody takes 15 s, 9.01 J and 9 messages "
            "over links, of which a way has up to 3\n");
}

// A secure sum of three has numbers of 24 bits: up 64 + 2 * 96 + 3000 + 3 * 36
// bytes, down, beside the model's 4000, 2 * 68 + 2 * 96 + 3 * 4 of its own.
TEST(LinksLineTest, OfASecureSum) {
  EXPECT_EQ(LineOf("clients: 3 secure_sum {} links { to_server: [0, 1, 2] "
                   "rate: 1 power: 1 }"),
            "links      a round of everybody takes 7.7 ks, 23.1 kJ and 9 "
            "messages over links, of which a way has up to 1\n");
}

// Clients at their servers: 4 s each way; servers at the server of all, with 2
// kB: 1 s. In three rounds 1 + 4 + 2 (4 + 4) + 4 + 1 s, and two links both
// ways.
TEST(LinksLineTest, OfGroups) {
  EXPECT_EQ(
      LineOf("clients: 4 topology { hierarchical { groups: 2 edge_rounds: 3 } "
             "} aggregation { fed_avg {} } "
             "links { to_server: [0, 1, 2, 3] rate: 1000 } "
             "links { edge_to_server: [0, 1] rate: 2000 power: 3 }"),
      "links      a round of everybody takes 8.67 s, 4 J and 9.333 messages "
      "over links in the mean, of which a way has up to 2\n");
}

}  // namespace
}  // namespace flow::lang
