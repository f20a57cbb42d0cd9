#include <cstdio>

#include "flowlang/cli/arguments.h"
#include "flowlang/cli/commands.h"
#include "flowlang/cli/compile_input.h"
#include "flowlang/cli/exit_codes.h"

namespace flow::lang {
namespace {

int Check(const std::vector<std::string>& words) {
  const auto arguments = Arguments::Parse(words, {"set", "seed"});
  if (!arguments.ok()) {
    return UsageError(kCheckCommand, std::string(arguments.status().message()));
  }
  if (arguments->files().empty()) {
    return UsageError(kCheckCommand, "which file?");
  }
  int exit_code = kExitOk;
  for (const std::string& path : arguments->files()) {
    const auto compiled = CompileInput(path, *arguments);
    if (!compiled.ok()) {
      return UsageError(kCheckCommand,
                        std::string(compiled.status().message()));
    }
    if (!*compiled) {
      exit_code = kExitWrong;
    } else {
      std::printf("%s: fine\n", path.c_str());
    }
  }
  return exit_code;
}

}  // namespace

const Command kCheckCommand = {"check", "FILE... [--set FIELD=VALUE]...",
                               "reports every mistake in the files", Check};

}  // namespace flow::lang
