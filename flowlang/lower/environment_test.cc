#include "flowlang/lower/environment.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow::lang {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::Not;
using Json = nlohmann::ordered_json;

TEST(EnvironmentTest, SaysWhereAResultWasMade) {
  const Json environment =
      DescribeEnvironment(/*threads=*/3, /*device=*/nullptr);
  std::vector<std::string> keys;
  for (const auto& [key, value] : environment.items()) keys.push_back(key);
  EXPECT_THAT(keys, ElementsAre("commit", "cpu", "cpu_capability", "threads",
                                "blas", "torch", "device"));
  EXPECT_EQ(environment["threads"], 3);
  EXPECT_EQ(environment["device"], "cpu");
  EXPECT_THAT(environment["torch"].get<std::string>(),
              MatchesRegex("[0-9]+\\.[0-9]+\\.[0-9]+.*"));
}

TEST(EnvironmentTest, TheProcessorIsOneLineOfText) {
  const std::string cpu = DescribeEnvironment(1, nullptr)["cpu"];
  EXPECT_FALSE(cpu.empty());
  EXPECT_THAT(cpu, Not(HasSubstr("\n")));
  EXPECT_THAT(cpu, Not(HasSubstr("model name")));
}

// A test is no program of a commit: else every commit would run it anew.
TEST(EnvironmentTest, TheCommitIsTheProgramsOwn) {
  EXPECT_EQ(DescribeEnvironment(1, nullptr)["commit"], "unstamped");
}

}  // namespace
}  // namespace flow::lang
