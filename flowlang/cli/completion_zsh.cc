#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "flowlang/cli/completion.h"
#include "flowlang/cli/completion_candidates.h"

namespace flow::lang {
namespace {

constexpr absl::string_view kBefore = R"(#compdef flow
# What zsh completes behind `flow`, once compinit has run:
#   source <(flow completion zsh)
_flow() {
  local -a verbs
  verbs=(
)";

constexpr absl::string_view kBetween = R"(  )
  if (( CURRENT == 2 )); then
    _describe verb verbs
    return
  fi
  shift words
  (( CURRENT-- ))
  case $words[1] in
    help) _describe verb verbs ;;
)";

constexpr absl::string_view kAfter = R"(  esac
}
# as a file of the fpath this is the function's own body
if [[ $funcstack[1] == _flow ]]; then
  _flow "$@"
else
  compdef _flow flow
fi
)";

std::string Quoted(absl::string_view text) {
  return absl::StrCat("'", absl::StrReplaceAll(text, {{"'", "'\\''"}}), "'");
}

// What _arguments does at a place.
std::string Action(const Candidates& candidates) {
  switch (candidates.files) {
    case Candidates::Files::kNone:
      break;
    case Candidates::Files::kDescriptions:
      return "_files -g \"*.textproto\"";
    case Candidates::Files::kAny:
      return "_files";
    case Candidates::Files::kFolders:
      return "_files -/";
  }
  if (candidates.words.empty()) return " ";
  return absl::StrCat("(", absl::StrJoin(candidates.words, " "), ")");
}

// A colon separates the parts of what _arguments takes, a bracket ends one.
std::string Escaped(absl::string_view text) {
  return absl::StrReplaceAll(text, {{":", "\\:"}, {"[", "\\["}, {"]", "\\]"}});
}

std::string FlagSpec(const Flag& flag) {
  const std::string summary = absl::StrCat("[", Escaped(flag.summary), "]");
  if (!flag.TakesValue()) return absl::StrCat("--", flag.name, summary);
  return absl::StrCat(flag.repeated ? "*" : "", "--", flag.name, "=", summary,
                      ":", Escaped(flag.value), ":",
                      Action(ValueCandidates(flag)));
}

std::string Rows(const Command& command) {
  std::string rows = absl::StrCat("    ", command.name, ") _arguments");
  for (const Flag& flag : command.flags) {
    absl::StrAppend(&rows, " \\\n      ", Quoted(FlagSpec(flag)));
  }
  if (command.operands[0] != '\0') {
    absl::StrAppend(&rows, " \\\n      ",
                    Quoted(absl::StrCat("*:", Escaped(command.operands), ":",
                                        Action(OperandCandidates(command)))));
  }
  return rows + " ;;\n";
}

}  // namespace

std::string ZshCompletion(absl::Span<const Command> commands) {
  std::string verbs, rows;
  for (const Command& command : commands) {
    absl::StrAppend(&verbs, "    ",
                    Quoted(absl::StrCat(command.name, ":", command.summary)),
                    "\n");
    rows += Rows(command);
  }
  return absl::StrCat(kBefore, verbs, kBetween, rows, kAfter);
}

}  // namespace flow::lang
