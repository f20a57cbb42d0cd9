#include <cstdio>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "flowlang/cli/arguments.h"
#include "flowlang/cli/commands.h"
#include "flowlang/cli/completion.h"
#include "flowlang/cli/exit_codes.h"

namespace flow::lang {
namespace {

int Complete(const std::vector<std::string>& words) {
  const auto arguments = Arguments::Parse(words, {});
  if (!arguments.ok()) {
    return UsageError(kCompletionCommand,
                      std::string(arguments.status().message()));
  }
  if (arguments->files().size() != 1) {
    return UsageError(kCompletionCommand, "for which shell?");
  }
  const std::string& shell = arguments->files()[0];
  std::string script;
  if (shell == "bash") script = BashCompletion(AllCommands());
  if (shell == "zsh") script = ZshCompletion(AllCommands());
  if (shell == "fish") script = FishCompletion(AllCommands());
  if (script.empty()) {
    return UsageError(
        kCompletionCommand,
        absl::StrCat("the shell must be bash, zsh or fish; got '", shell, "'"));
  }
  std::fputs(script.c_str(), stdout);
  return kExitOk;
}

}  // namespace

const Command kCompletionCommand = {
    "completion",
    "bash|zsh|fish",
    "prints what makes a shell complete this command line",
    {},
    Complete};

}  // namespace flow::lang
