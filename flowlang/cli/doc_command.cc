#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "flowlang/cli/arguments.h"
#include "flowlang/cli/commands.h"
#include "flowlang/cli/doc_page.h"
#include "flowlang/cli/exit_codes.h"
#include "flowlang/cli/terminal.h"
#include "flowlang/manual/look_up.h"
#include "flowlang/manual/reference.h"

namespace flow::lang {
namespace {

// longer lines are hard to read, however wide the terminal is
constexpr int kWidestText = 80;

constexpr Flag kFlags[] = {
    {"markdown", "", "print the whole language reference as Markdown"},
};

int Print(const std::string& text) {
  std::fputs(text.c_str(), stdout);
  return kExitOk;
}

int Show(const std::string& name) {
  const auto subjects = LookUp(name);
  if (!subjects.ok()) {
    return UsageError(kDocCommand, std::string(subjects.status().message()));
  }
  if (subjects->size() > 1) {
    return Print(absl::StrCat("'", name, "' may be one of:\n\n",
                              SubjectList(*subjects)));
  }
  const int width = std::min(TerminalWidth(), kWidestText);
  return Print(DocPage(subjects->front(), width));
}

int Doc(const std::vector<std::string>& words) {
  const auto arguments = Arguments::Parse(words, kFlags);
  if (!arguments.ok()) {
    return UsageError(kDocCommand, std::string(arguments.status().message()));
  }
  const std::vector<std::string>& names = arguments->files();
  const bool markdown = arguments->Has("markdown");
  if (names.size() > 1 || (markdown && !names.empty())) {
    return UsageError(kDocCommand,
                      "expected one name, or --markdown without a name");
  }
  if (markdown) return Print(LanguageReference());
  return names.empty() ? Print(TopicList()) : Show(names[0]);
}

}  // namespace

const Command kDocCommand = {
    "doc", "[NAME]", "explains a setting of the language, or lists the topics",
    kFlags, Doc};

}  // namespace flow::lang
