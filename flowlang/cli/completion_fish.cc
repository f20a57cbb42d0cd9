#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "flowlang/cli/completion.h"
#include "flowlang/cli/completion_candidates.h"

namespace flow::lang {
namespace {

constexpr absl::string_view kBefore = R"(# What fish completes behind `flow`:
#   flow completion fish | source
complete -c flow -f
)";

std::string Quoted(absl::string_view text) {
  return absl::StrCat(
      "'", absl::StrReplaceAll(text, {{"\\", "\\\\"}, {"'", "\\'"}}), "'");
}

// What may follow, as options of `complete`; empty where nothing is suggested.
std::string Suggestions(const Candidates& candidates) {
  switch (candidates.files) {
    case Candidates::Files::kNone:
      break;
    case Candidates::Files::kDescriptions:
      return " -k -a '(__fish_complete_suffix .textproto)'";
    case Candidates::Files::kAny:
      return " -F";
    case Candidates::Files::kFolders:
      return " -a '(__fish_complete_directories (commandline -ct))'";
  }
  if (candidates.words.empty()) return "";
  return absl::StrCat(" -a ", Quoted(absl::StrJoin(candidates.words, " ")));
}

// -x: the value is one of the suggestions, and no file beside them.
std::string Value(const Flag& flag) {
  if (!flag.TakesValue()) return "";
  const Candidates candidates = ValueCandidates(flag);
  const bool any_file = candidates.files == Candidates::Files::kAny;
  return absl::StrCat(any_file ? " -r" : " -x", Suggestions(candidates));
}

std::string FlagLine(absl::string_view behind, const Flag& flag) {
  return absl::StrCat(behind, " -l ", flag.name, Value(flag), " -d ",
                      Quoted(flag.summary), "\n");
}

std::string Lines(const Command& command) {
  std::string lines =
      absl::StrCat("complete -c flow -n __fish_use_subcommand -a ",
                   command.name, " -d ", Quoted(command.summary), "\n");
  const std::string behind = absl::StrCat(
      "complete -c flow -n '__fish_seen_subcommand_from ", command.name, "'");
  for (const Flag& flag : command.flags) lines += FlagLine(behind, flag);
  const std::string operands = Suggestions(OperandCandidates(command));
  if (!operands.empty()) absl::StrAppend(&lines, behind, operands, "\n");
  return lines;
}

}  // namespace

std::string FishCompletion(absl::Span<const Command> commands) {
  std::string script(kBefore);
  for (const Command& command : commands) script += Lines(command);
  return script;
}

}  // namespace flow::lang
