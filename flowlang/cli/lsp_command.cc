#include <iostream>
#include <string>
#include <vector>

#include "flowlang/cli/arguments.h"
#include "flowlang/cli/commands.h"
#include "flowlang/lsp/server.h"

namespace flow::lang {
namespace {

constexpr Flag kFlags[] = {
    {"stdio", "", "changes nothing; some editors say it"},
};

int Lsp(const std::vector<std::string>& words) {
  const auto arguments = Arguments::Parse(words, kFlags);
  if (!arguments.ok()) {
    return UsageError(kLspCommand, std::string(arguments.status().message()));
  }
  if (!arguments->files().empty()) {
    return UsageError(kLspCommand, "it takes no files, the editor opens them");
  }
  // without stdio in between the stream knows what is waiting in the pipe
  std::ios::sync_with_stdio(false);
  return Serve(&std::cin, &std::cout);
}

}  // namespace

const Command kLspCommand = {
    "lsp", "", "serves an editor over stdin and stdout", kFlags, Lsp};

}  // namespace flow::lang
