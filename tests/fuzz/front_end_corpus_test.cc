// The fuzzer's check of every description that the project has, and of what a
// fuzzer once found.

#include <gtest/gtest.h>
#include <unistd.h>

#include <string>

#include "core/base/files.h"
#include "core/base/status_testing.h"
#include "tests/fuzz/front_end_input.h"

namespace flow::lang {
namespace {

void CheckFolder(const std::string& folder, int at_least) {
  ASSERT_OK_AND_ASSIGN(const auto names, ListDirectory(folder));
  int checked = 0;
  for (const std::string& name : names) {
    SCOPED_TRACE(name);
    if (name.ends_with(".diag") || name.ends_with(".plan")) continue;
    const auto text = ReadFile(JoinPath(folder, name));
    if (!text.ok()) continue;  // a folder
    CheckFrontEnd(*text, /*sarif=*/true);
    ++checked;
  }
  EXPECT_GE(checked, at_least);
}

TEST(FrontEndCorpusTest, HoldsForTheExamples) { CheckFolder("examples", 8); }

TEST(FrontEndCorpusTest, HoldsForWhatIsRightAndWhatIsWrong) {
  CheckFolder("flowlang/testdata/good", 15);
  CheckFolder("flowlang/testdata/bad", 80);
}

TEST(FrontEndCorpusTest, HoldsForWhatAFuzzerFound) {
  CheckFolder("tests/fuzz/corpus", 1);
}

// Every prefix of a text with everything in it: brackets left open, words cut.
TEST(FrontEndCorpusTest, HoldsForEveryPrefix) {
  ASSERT_OK_AND_ASSIGN(
      const std::string text,
      ReadFile("flowlang/testdata/good/many_clients.textproto"));
  for (size_t n = 0; n <= text.size(); ++n) {
    CheckFrontEnd(text.substr(0, n), /*sarif=*/false);
  }
}

}  // namespace
}  // namespace flow::lang
