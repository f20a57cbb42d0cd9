#include <algorithm>
#include <cstdio>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "flowlang/cli/arguments.h"
#include "flowlang/cli/commands.h"
#include "flowlang/cli/exit_codes.h"
#include "flowlang/cli/terminal.h"
#include "flowlang/cli/wrap_paragraph.h"
#include "flowlang/diag/closest_name.h"
#include "flowlang/diag/code.h"

namespace flow::lang {
namespace {

// longer lines are hard to read, however wide the terminal is
constexpr int kWidestText = 80;

std::string ListOfCodes() {
  std::string text;
  for (const CodeEntry& entry : AllCodes()) {
    absl::StrAppendFormat(&text, "%-20s  %s\n", entry.slug, entry.summary);
  }
  return text;
}

std::string Explanation(const CodeEntry& entry, int width) {
  std::string text = absl::StrCat(
      WrapParagraph(absl::StrCat(entry.slug, ": ", entry.summary), width), "\n",
      WrapParagraph(entry.explanation, width));
  if (entry.example.empty()) return text;
  absl::StrAppend(&text, "\nFor example:\n\n");
  for (const absl::string_view line : absl::StrSplit(entry.example, '\n')) {
    absl::StrAppend(&text, "    ", line, "\n");
  }
  return text;
}

int UnknownCode(const std::string& slug) {
  std::vector<std::string> slugs;
  for (const CodeEntry& entry : AllCodes()) slugs.emplace_back(entry.slug);
  const std::string closest = ClosestName(slug, slugs);
  return UsageError(
      kExplainCommand,
      absl::StrCat("there is no code '", slug, "'; ",
                   closest.empty()
                       ? "`flow explain` alone lists them"
                       : absl::StrCat("did you mean '", closest, "'?")));
}

int Explain(const std::vector<std::string>& words) {
  const auto arguments = Arguments::Parse(words, {});
  if (!arguments.ok()) {
    return UsageError(kExplainCommand,
                      std::string(arguments.status().message()));
  }
  if (arguments->files().size() > 1) {
    return UsageError(kExplainCommand, "expected one code");
  }
  if (arguments->files().empty()) {
    std::fputs(ListOfCodes().c_str(), stdout);
    return kExitOk;
  }
  const std::string& slug = arguments->files()[0];
  const std::optional<Code> code = FindCode(slug);
  if (!code) return UnknownCode(slug);
  const int width = std::min(TerminalWidth(), kWidestText);
  std::fputs(Explanation(EntryOf(*code), width).c_str(), stdout);
  return kExitOk;
}

}  // namespace

const Command kExplainCommand = {
    "explain",
    "[CODE]",
    "explains the word in brackets behind a mistake, or lists them all",
    {},
    Explain};

}  // namespace flow::lang
