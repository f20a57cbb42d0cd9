// The committed docs/language-reference.md is what the schema says today.
//
// `bazel run //flowlang/manual:reference_test` rewrites it.

#include "flowlang/manual/reference.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "core/base/files.h"
#include "core/base/status_testing.h"
#include "flowlang/manual/markdown.h"
#include "flowlang/manual/setting_paths.h"

namespace flow::lang {
namespace {

using ::testing::HasSubstr;

constexpr char kFile[] = "docs/language-reference.md";

const std::string& Reference() {
  static const auto* const text = new std::string(LanguageReference());
  return *text;
}

std::vector<std::string> Lines() { return absl::StrSplit(Reference(), '\n'); }

// Outside of code, where "# " is a comment.
std::vector<std::string> Headings() {
  std::vector<std::string> headings;
  bool code = false;
  for (const std::string& line : Lines()) {
    if (absl::StartsWith(line, "```")) code = !code;
    if (code || !absl::StartsWith(line, "#")) continue;
    headings.push_back(line.substr(line.find(' ') + 1));
  }
  return headings;
}

// From `heading` to the next one.
std::string SectionOf(const std::string& heading) {
  const size_t begin = Reference().find(heading + "\n");
  EXPECT_NE(begin, std::string::npos) << heading;
  return Reference().substr(begin, Reference().find("\n#", begin + 1) - begin);
}

// The lines between the parts that two texts have in common at both ends.
std::string Difference(const std::string& is, const std::string& should_be) {
  std::vector<std::string> a = absl::StrSplit(is, '\n');
  std::vector<std::string> b = absl::StrSplit(should_be, '\n');
  while (!a.empty() && !b.empty() && a.back() == b.back()) {
    a.pop_back();
    b.pop_back();
  }
  size_t first = 0;
  while (first < std::min(a.size(), b.size()) && a[first] == b[first]) ++first;
  std::string text = absl::StrCat("from line ", first + 1, ":\n");
  const auto append = [&](const char* sign,
                          const std::vector<std::string>& lines) {
    constexpr size_t kMostShown = 30;
    const size_t end = std::min(lines.size(), first + kMostShown);
    for (size_t i = first; i < end; ++i) {
      absl::StrAppend(&text, sign, lines[i], "\n");
    }
    if (end < lines.size()) absl::StrAppend(&text, sign, "...\n");
  };
  append("- ", a);
  append("+ ", b);
  return text;
}

TEST(LanguageReferenceTest, IsTheCommittedFile) {
  if (const char* workspace = std::getenv("BUILD_WORKSPACE_DIRECTORY")) {
    ASSERT_OK(WriteFileAtomically(JoinPath(workspace, kFile), Reference()));
    return;
  }
  ASSERT_OK_AND_ASSIGN(const std::string committed, ReadFile(kFile));
  EXPECT_TRUE(committed == Reference())
      << kFile << " is not what the schema says, "
      << Difference(committed, Reference())
      << "to accept: bazel run //flowlang/manual:reference_test";
}

TEST(LanguageReferenceTest, HeadingsHaveAnchorsOfTheirOwn) {
  std::set<std::string> anchors;
  for (const std::string& heading : Headings()) {
    EXPECT_TRUE(anchors.insert(AnchorOf(heading)).second) << heading;
  }
}

TEST(LanguageReferenceTest, LinksLeadSomewhere) {
  std::set<std::string> anchors;
  for (const std::string& heading : Headings()) {
    anchors.insert(AnchorOf(heading));
  }
  std::vector<std::string> parts = absl::StrSplit(Reference(), "](#");
  ASSERT_GT(parts.size(), 100u);
  for (size_t i = 1; i < parts.size(); ++i) {
    const std::string anchor = parts[i].substr(0, parts[i].find(')'));
    EXPECT_EQ(anchors.count(anchor), 1) << anchor;
  }
}

TEST(LanguageReferenceTest, NamesEverySetting) {
  for (const Setting& setting : AllSettings()) {
    EXPECT_THAT(SectionOf(absl::StrCat(
                    "\n### ", absl::StripPrefix(
                                  setting.field->containing_type()->full_name(),
                                  "flow."))),
                HasSubstr(absl::StrCat("| `", setting.field->name(), "`")))
        << setting.path;
  }
}

TEST(LanguageReferenceTest, HasATableWithTypeDefaultRangeAndMeaning) {
  EXPECT_EQ(SectionOf("### Ema"), R"(### Ema

At `train.ema`.

average \<- decay average + (1 - decay) weights, from the first step on.

| setting | type | default | range | meaning |
| --- | --- | --- | --- | --- |
| `decay` | number | `0.999` | at least 0 and less than 1 | How much of the average a step keeps. *0.999 averages over about 1000 steps.* |
)");
}

TEST(LanguageReferenceTest, ListsChoicesAndWords) {
  EXPECT_THAT(SectionOf("### Optimizer"),
              HasSubstr("Choose one:\n\n| choice | type | meaning |"));
  EXPECT_THAT(SectionOf("### Mlp"),
              HasSubstr("- `SILU` (the default): x sigmoid(x)"));
}

}  // namespace
}  // namespace flow::lang
