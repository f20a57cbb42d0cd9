#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include "core/base/files.h"
#include "core/base/status_testing.h"
#include "flowlang/cli/commands.h"
#include "flowlang/cli/exit_codes.h"

namespace flow::lang {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kUntidy[] = "seed:1\ntrain{batch:64}\n";
constexpr char kTidy[] = "seed: 1\ntrain { batch: 64 }\n";

class FmtCommandTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ =
        JoinPath(testing::TempDir(),
                 testing::UnitTest::GetInstance()->current_test_info()->name());
    ASSERT_OK(MakeDirectories(folder_));
  }

  std::string Path(const std::string& name) { return JoinPath(folder_, name); }

  std::string Write(const std::string& name, const std::string& text) {
    EXPECT_OK(WriteFileAtomically(Path(name), text));
    return Path(name);
  }

  static std::string TextOf(const std::string& path) {
    return ReadFile(path).value_or("unreadable");
  }

  int Run(const std::vector<std::string>& words) {
    testing::internal::CaptureStdout();
    testing::internal::CaptureStderr();
    const int exit_code = kFmtCommand.run(words);
    out_ = testing::internal::GetCapturedStdout();
    err_ = testing::internal::GetCapturedStderr();
    return exit_code;
  }

  int RunOnStdin(const std::string& text, std::vector<std::string> words) {
    std::istringstream in(text);
    std::streambuf* const usual = std::cin.rdbuf(in.rdbuf());
    const int exit_code = Run(words);
    std::cin.rdbuf(usual);
    return exit_code;
  }

  std::string folder_, out_, err_;
};

TEST_F(FmtCommandTest, RewritesWhatDiffersAndSaysSo) {
  const std::string untidy = Write("untidy.textproto", kUntidy);
  const std::string tidy = Write("tidy.textproto", kTidy);
  const auto before = std::filesystem::last_write_time(tidy);
  EXPECT_EQ(Run({tidy, untidy}), kExitOk);
  EXPECT_EQ(out_, "formatted " + untidy + "\n");
  EXPECT_THAT(err_, IsEmpty());
  EXPECT_EQ(TextOf(untidy), kTidy);
  EXPECT_EQ(std::filesystem::last_write_time(tidy), before);
  EXPECT_EQ(Run({tidy, untidy}), kExitOk);
  EXPECT_THAT(out_, IsEmpty());
}

TEST_F(FmtCommandTest, CheckChangesNothingAndNamesTheFirstLine) {
  const std::string untidy = Write("untidy.textproto", "seed: 1\nname:'a'\n");
  const std::string tidy = Write("tidy.textproto", kTidy);
  EXPECT_EQ(Run({"--check", untidy, tidy}), kExitWrong);
  EXPECT_EQ(out_, untidy + ":2: should be: name: 'a'\n");
  EXPECT_EQ(TextOf(untidy), "seed: 1\nname:'a'\n");
  EXPECT_EQ(Run({tidy, "--check"}), kExitOk);
  EXPECT_THAT(out_, IsEmpty());
}

TEST_F(FmtCommandTest, StdinGoesToStdout) {
  EXPECT_EQ(RunOnStdin(kUntidy, {"-"}), kExitOk);
  EXPECT_EQ(out_, kTidy);
  EXPECT_EQ(RunOnStdin("", {"-"}), kExitOk);
  EXPECT_EQ(out_, "");
  EXPECT_EQ(RunOnStdin(kUntidy, {"-", "--check"}), kExitWrong);
  EXPECT_EQ(out_, "<stdin>:1: should be: seed: 1\n");
  EXPECT_EQ(RunOnStdin("train {", {"-"}), kExitWrong);
  EXPECT_THAT(out_, IsEmpty());
  EXPECT_THAT(err_, HasSubstr("<stdin>:1:7: error: "));
}

TEST_F(FmtCommandTest, WhatCannotBeReadStaysAndTheOthersAreFormatted) {
  const std::string wrong = Write("wrong.textproto", "a:1 train {");
  const std::string untidy = Write("untidy.textproto", kUntidy);
  EXPECT_EQ(Run({wrong, Path("none.textproto"), untidy}), kExitWrong);
  EXPECT_THAT(err_, HasSubstr(":1:11: error: this '{' is never closed"));
  EXPECT_THAT(err_, HasSubstr("none.textproto:1:1: error: "));
  EXPECT_THAT(err_, HasSubstr("[file-not-found]"));
  EXPECT_EQ(TextOf(wrong), "a:1 train {");
  EXPECT_EQ(TextOf(untidy), kTidy);
}

TEST_F(FmtCommandTest, AFileKeepsItsPermissionsAndALinkItsTarget) {
  const std::string file = Write("file.textproto", kUntidy);
  ASSERT_EQ(chmod(file.c_str(), 0640), 0);
  const std::string link = Path("link.textproto");
  std::filesystem::remove(link);
  std::filesystem::create_symlink("file.textproto", link);
  EXPECT_EQ(Run({link}), kExitOk);
  EXPECT_TRUE(std::filesystem::is_symlink(link));
  EXPECT_EQ(TextOf(file), kTidy);
  EXPECT_EQ(std::filesystem::status(file).permissions(),
            std::filesystem::perms{0640});
}

TEST_F(FmtCommandTest, AFileThatCannotBeWrittenIsTheWorldsFault) {
  const std::string file = Write("file.textproto", kUntidy);
  std::signal(SIGXFSZ, SIG_IGN);
  rlimit usual;
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &usual), 0);
  // the captured output is a file too, and small
  const rlimit little = {.rlim_cur = 10, .rlim_max = usual.rlim_max};
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &little), 0);
  const int exit_code = Run({file});
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &usual), 0);
  EXPECT_EQ(exit_code, kExitEnvironment);
  EXPECT_EQ(TextOf(file), kUntidy);
}

TEST_F(FmtCommandTest, AFileThatIsProtectedStays) {
  const std::string file = Write("file.textproto", kUntidy);
  ASSERT_EQ(chmod(file.c_str(), 0440), 0);
  if (access(file.c_str(), W_OK) == 0) GTEST_SKIP() << "nothing stops root";
  EXPECT_EQ(Run({file}), kExitEnvironment);
  EXPECT_THAT(err_, HasSubstr("cannot write '" + file + "': Permission"));
  EXPECT_EQ(TextOf(file), kUntidy);
}

TEST_F(FmtCommandTest, AFileDoesNotBecomeOneOfAnotherKind) {
  // indented, the comment says nothing
  const std::string text = "a:1\n  # proto-message: flow.Suite\n";
  const std::string file = Write("file.textproto", text);
  EXPECT_EQ(Run({file}), kExitWrong);
  EXPECT_THAT(err_, HasSubstr(":2:3: error: the line '# proto-message:' must "
                              "stand at the head of the file"));
  EXPECT_EQ(TextOf(file), text);
  // among the first lines of a text that grows
  EXPECT_EQ(RunOnStdin("a{b:1 c:1 d:1 e:1 f:1 g:1 h:1 i:1 j:1 k:1\n}\n"
                       "# proto-message: flow.Suite\n",
                       {"-"}),
            kExitWrong);
}

TEST_F(FmtCommandTest, WantsAFile) {
  EXPECT_EQ(Run({}), kExitUsage);
  EXPECT_THAT(err_, HasSubstr("flow fmt: which file?"));
  EXPECT_EQ(Run({"--chek", "a"}), kExitUsage);
  EXPECT_THAT(err_, HasSubstr("did you mean --check?"));
}

}  // namespace
}  // namespace flow::lang
