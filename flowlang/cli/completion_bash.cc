#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "flowlang/cli/completion.h"
#include "flowlang/cli/completion_candidates.h"

namespace flow::lang {
namespace {

// Everything but the table, which stands between these two.
constexpr absl::string_view kBefore = R"(# What bash completes behind `flow`:
#   source <(flow completion bash)
_flow() {
  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}
  local flag= flags= words= files=
  COMPREPLY=()
  # bash takes --flag=value for three words
  if [[ $cur == = ]]; then
    flag=$prev cur=
  elif [[ $prev == = ]]; then
    flag=${COMP_WORDS[COMP_CWORD-2]}
  elif [[ $prev == --* ]]; then
    flag=$prev
  fi
  local place="${COMP_WORDS[1]} $flag"
  ((COMP_CWORD > 1)) || place=
  case $place in
)";

constexpr absl::string_view kAfter = R"(  esac
  [[ $cur == -* ]] && words=$flags files=
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
  local IFS=$'\n'
  case $files in
    descriptions)
      COMPREPLY+=($(compgen -f -X '!*.textproto' -- "$cur")
                  $(compgen -d -- "$cur"))
      ;;
    any) COMPREPLY+=($(compgen -f -- "$cur")) ;;
    folders) COMPREPLY+=($(compgen -d -- "$cur")) ;;
  esac
  # names with blanks are quoted, and folders end in a slash
  [[ -z $files ]] || compopt -o filenames 2>/dev/null
}
complete -F _flow flow
)";

std::string Assignments(const Candidates& candidates) {
  std::string text;
  if (!candidates.words.empty()) {
    absl::StrAppend(&text, " words='", absl::StrJoin(candidates.words, " "),
                    "'");
  }
  switch (candidates.files) {
    case Candidates::Files::kNone:
      return text;
    case Candidates::Files::kDescriptions:
      return text + " files=descriptions";
    case Candidates::Files::kAny:
      return text + " files=any";
    case Candidates::Files::kFolders:
      return text + " files=folders";
  }
  return text;
}

// The verb's lines: behind a flag its values, anywhere else flags and operands.
std::string Rows(const Command& command) {
  std::string rows;
  std::vector<std::string> flags = {"--help"};
  for (const Flag& flag : command.flags) {
    flags.push_back(absl::StrCat("--", flag.name));
    if (!flag.TakesValue()) continue;
    absl::StrAppend(&rows, "    '", command.name, " --", flag.name, "')",
                    Assignments(ValueCandidates(flag)), " ;;\n");
  }
  absl::StrAppend(&rows, "    '", command.name, " '*) flags='",
                  absl::StrJoin(flags, " "), "'",
                  Assignments(OperandCandidates(command)), " ;;\n");
  return rows;
}

}  // namespace

std::string BashCompletion(absl::Span<const Command> commands) {
  std::vector<std::string> verbs;
  std::string rows;
  for (const Command& command : commands) {
    verbs.push_back(command.name);
    rows += Rows(command);
  }
  const std::string names = absl::StrJoin(verbs, " ");
  return absl::StrCat(kBefore, "    '') flags='--help --version' words='",
                      names, " help' ;;\n    'help '*) words='", names,
                      "' ;;\n", rows, kAfter);
}

}  // namespace flow::lang
