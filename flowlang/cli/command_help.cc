#include "flowlang/cli/command_help.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace flow::lang {
namespace {

// "--seed N"
std::string Written(const Flag& flag) {
  return absl::StrCat("--", flag.name, flag.TakesValue() ? " " : "",
                      flag.value);
}

// Two columns, indented.
std::string Columns(
    const std::vector<std::pair<std::string, std::string>>& rows) {
  size_t width = 0;
  for (const auto& [left, right] : rows) width = std::max(width, left.size());
  std::string text;
  for (const auto& [left, right] : rows) {
    absl::StrAppendFormat(&text, "  %-*s  %s\n", static_cast<int>(width), left,
                          right);
  }
  return text;
}

}  // namespace

std::string UsageOf(const Command& command) {
  std::string usage = command.name;
  if (command.operands[0] != '\0')
    absl::StrAppend(&usage, " ", command.operands);
  for (const Flag& flag : command.flags) {
    absl::StrAppend(&usage, " [", Written(flag), "]",
                    flag.repeated ? "..." : "");
  }
  return usage;
}

std::string VerbHelp(absl::string_view program, const Command& command) {
  std::vector<std::pair<std::string, std::string>> rows;
  for (const Flag& flag : command.flags) {
    rows.emplace_back(Written(flag), flag.summary);
  }
  return absl::StrCat("usage: ", program, " ", UsageOf(command), "\n\n",
                      command.summary, "\n", rows.empty() ? "" : "\n",
                      Columns(rows));
}

std::string VerbList(absl::string_view program,
                     absl::Span<const Command> commands) {
  std::vector<std::pair<std::string, std::string>> rows;
  for (const Command& command : commands) {
    rows.emplace_back(command.name, command.summary);
  }
  return absl::StrCat("usage: ", program, " VERB [ARGUMENTS]\n\n",
                      Columns(rows), "\n`", program,
                      " help VERB` shows what a verb takes.\n");
}

}  // namespace flow::lang
