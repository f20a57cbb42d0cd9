#include "flowlang/cli/command.h"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string>

#include "flowlang/cli/exit_codes.h"
#include "flowlang/diag/closest_name.h"

namespace flow::lang {
namespace {

void PrintVerbs(FILE* out, const char* program,
                const std::vector<Command>& commands) {
  std::fprintf(out, "usage: %s VERB [ARGUMENTS]\n\n", program);
  for (const Command& command : commands) {
    std::fprintf(out, "  %-8s %s\n           %s %s\n", command.name,
                 command.summary, command.name, command.usage);
  }
}

int UnknownVerb(const char* program, const std::vector<Command>& commands,
                const std::string& verb) {
  std::vector<std::string> names;
  for (const Command& command : commands) names.emplace_back(command.name);
  const std::string closest = ClosestName(verb, names);
  std::fprintf(stderr, "%s: there is no verb '%s'", program, verb.c_str());
  if (!closest.empty()) {
    std::fprintf(stderr, "; did you mean '%s'?", closest.c_str());
  }
  std::fprintf(stderr, "\n");
  PrintVerbs(stderr, program, commands);
  return kExitUsage;
}

// `bazel run` starts programs in a folder of its own.
void GoWhereThePersonIs() {
  const char* folder = std::getenv("BUILD_WORKING_DIRECTORY");
  if (folder != nullptr && chdir(folder) != 0) {
    std::fprintf(stderr, "cannot go to '%s'\n", folder);
  }
}

}  // namespace

int RunCommandLine(const char* program, const std::vector<Command>& commands,
                   int argc, char** argv) {
  GoWhereThePersonIs();
  const std::vector<std::string> words(argv + 1, argv + argc);
  if (words.empty() || words[0] == "--help" || words[0] == "help") {
    PrintVerbs(words.empty() ? stderr : stdout, program, commands);
    return words.empty() ? kExitUsage : kExitOk;
  }
  for (const Command& command : commands) {
    if (words[0] == command.name) {
      return command.run({words.begin() + 1, words.end()});
    }
  }
  return UnknownVerb(program, commands, words[0]);
}

int UsageError(const Command& command, const std::string& sentence) {
  std::fprintf(stderr, "flow %s: %s\nusage: flow %s %s\n", command.name,
               sentence.c_str(), command.name, command.usage);
  return kExitUsage;
}

}  // namespace flow::lang
