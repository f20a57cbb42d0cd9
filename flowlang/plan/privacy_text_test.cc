#include "flowlang/plan/privacy_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "google/protobuf/text_format.h"

namespace flow::lang {
namespace {

using ::testing::HasSubstr;

std::string LineOf(const std::string& text, std::optional<int64_t> points) {
  Experiment experiment;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &experiment));
  return PrivacyLine(experiment, points);
}

// One sum over everybody with noise sigma is the Gaussian mechanism; for sigma
// = 100 and delta = 1e-5 its epsilon is below sqrt(2 log(1.25 / delta)) / sigma
// = 0.0485 [Dwork and Roth, 2014, Appendix A], and above half of it.
TEST(PrivacyLineTest, OneSumIsTheGaussianMechanism) {
  const std::string line = LineOf(
      "train { rounds: 1 } federation { clients: 10 privacy { client_level { "
      "noise_multiplier: 100 delta: 1e-5 } } }",
      std::nullopt);
  double epsilon = 0;
  ASSERT_EQ(std::sscanf(line.c_str(), "privacy    epsilon %lf", &epsilon), 1);
  EXPECT_LT(epsilon, 0.0485);
  EXPECT_GT(epsilon, 0.0242);
  EXPECT_THAT(line, HasSubstr("for a client: 1 sums"));
}

TEST(PrivacyLineTest, ARecordIsDrawnFromItsClientsShare) {
  const std::string text =
      "train { rounds: 3 batch: 50 } federation { clients: 4 local { steps: 5 "
      "} privacy { record_level { noise_multiplier: 1 } } }";
  EXPECT_THAT(LineOf(text, 1000),
              HasSubstr("for a record: 15 sums, each over a random share of "
                        "0.2"));
  EXPECT_THAT(LineOf(text, std::nullopt), HasSubstr("epsilon unknown"));
}

TEST(PrivacyLineTest, SaysNothingWithoutPrivacy) {
  EXPECT_EQ(LineOf("federation { clients: 4 }", 1000), "");
}

}  // namespace
}  // namespace flow::lang
