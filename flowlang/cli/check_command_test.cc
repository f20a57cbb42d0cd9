#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/base/files.h"
#include "core/base/status_testing.h"
#include "flowlang/cli/command_testing.h"
#include "flowlang/cli/commands.h"
#include "flowlang/cli/exit_codes.h"
#include "nlohmann/json.hpp"

namespace flow::lang {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kGood[] =
    "name: 'good' source { gaussian { dim: 2 } } target { two_moons {} } "
    "model { mlp { hidden: 8 } }";

class CheckCommandTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(chdir(testing::TempDir().c_str()), 0);
    Write("good", kGood);
    Write("batch", "extends: 'good'\ntrain { batch: 0 }");
    Write("lower", "extends: 'batch' name: 'lower'");
    Write("warned",
          absl::StrCat(kGood,
                       "train { steps: 5 schedule { constant { warmup: "
                       "9 } } }"));
  }

  static void Write(const std::string& name, const std::string& text) {
    ASSERT_OK(WriteFileAtomically(name, text));
  }

  static Outcome Check(const std::vector<std::string>& words) {
    return Capture([&] { return kCheckCommand.run(words); });
  }
};

TEST_F(CheckCommandTest, TextTellsMistakesOnStderrAndFineFilesOnStdout) {
  const Outcome outcome = Check({"good", "batch", "warned"});
  EXPECT_EQ(outcome.code, kExitWrong);
  EXPECT_EQ(outcome.out, "good: fine\nwarned: fine\n");
  EXPECT_THAT(outcome.err, HasSubstr("batch:2:16: error: 'train.batch'"));
  EXPECT_THAT(outcome.err, HasSubstr("1 error in batch\n"));
  EXPECT_THAT(outcome.err, HasSubstr("1 warning in warned\n"));
}

TEST_F(CheckCommandTest, JsonIsOneDocumentOverAllFiles) {
  Write("text", "train { batch: '1' }");
  const Outcome outcome =
      Check({"good", "batch", "text", "warned", "--format=json"});
  EXPECT_EQ(outcome.code, kExitWrong);
  EXPECT_THAT(outcome.err, IsEmpty());
  const json document = json::parse(outcome.out);
  EXPECT_EQ(document["warnings"], 1);
  EXPECT_EQ(document["errors"], document["diagnostics"].size() - 1);
  EXPECT_EQ(document["diagnostics"][0]["file"], "batch");
  EXPECT_EQ(document["diagnostics"].back()["file"], "warned");
}

TEST_F(CheckCommandTest, AMistakeInAFileThatTwoExtendIsToldOnce) {
  const Outcome outcome = Check({"batch", "lower", "batch", "--format=json"});
  EXPECT_EQ(outcome.code, kExitWrong);
  EXPECT_EQ(json::parse(outcome.out)["errors"], 1);
}

TEST_F(CheckCommandTest, AWrongOverrideIsToldOnceForSeveralFiles) {
  const Outcome outcome =
      Check({"good", "warned", "--set=train.btach=1", "--format=json"});
  EXPECT_EQ(outcome.code, kExitWrong);
  EXPECT_EQ(json::parse(outcome.out)["errors"], 1);
}

TEST_F(CheckCommandTest, SarifIsOneLogOverAllFiles) {
  const Outcome outcome = Check({"good", "batch", "--format=sarif"});
  EXPECT_EQ(outcome.code, kExitWrong);
  const json log = json::parse(outcome.out);
  EXPECT_EQ(log["version"], "2.1.0");
  ASSERT_EQ(log["runs"][0]["results"].size(), 1u);
  EXPECT_EQ(log["runs"][0]["results"][0]["ruleId"], "out-of-range");
}

TEST_F(CheckCommandTest, WarningsAndNothingAtAllAreFine) {
  for (const char* format : {"text", "json", "sarif"}) {
    const std::string flag = absl::StrCat("--format=", format);
    EXPECT_EQ(Check({"good", flag}).code, kExitOk) << format;
    EXPECT_EQ(Check({"warned", flag}).code, kExitOk) << format;
  }
  EXPECT_EQ(json::parse(Check({"good", "--format=json"}).out)["diagnostics"],
            json::array());
}

TEST_F(CheckCommandTest, AMissingFileIsAMistakeLikeAnyOther) {
  const Outcome outcome = Check({"nowhere", "--format=json"});
  EXPECT_EQ(outcome.code, kExitWrong);
  EXPECT_EQ(json::parse(outcome.out)["diagnostics"][0]["code"],
            "file-not-found");
}

TEST_F(CheckCommandTest, BytesThatAreNotTextGiveADocumentToo) {
  Write("bytes", "name: \"\xFF\xFE\" \x80\x01");
  for (const char* format : {"json", "sarif"}) {
    const Outcome outcome = Check({"bytes", absl::StrCat("--format=", format)});
    EXPECT_EQ(outcome.code, kExitWrong);
    EXPECT_TRUE(json::accept(outcome.out)) << outcome.out;
  }
}

TEST_F(CheckCommandTest, TheCommandLineMayBeWrong) {
  EXPECT_EQ(Check({}).code, kExitUsage);
  EXPECT_EQ(Check({"good", "--seed=x"}).code, kExitUsage);
  const Outcome outcome = Check({"good", "--format=xml"});
  EXPECT_EQ(outcome.code, kExitUsage);
  EXPECT_THAT(outcome.err, HasSubstr("--format must be text, json or sarif"));
  EXPECT_THAT(outcome.out, IsEmpty());
}

}  // namespace
}  // namespace flow::lang
