#include "flowlang/cli/command.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "flowlang/cli/command_help.h"
#include "flowlang/cli/exit_codes.h"
#include "flowlang/diag/closest_name.h"

namespace flow::lang {
namespace {

const Command* Find(absl::Span<const Command> commands,
                    const std::string& verb) {
  const auto found = std::find_if(
      commands.begin(), commands.end(),
      [&](const Command& command) { return command.name == verb; });
  return found == commands.end() ? nullptr : &*found;
}

int UnknownVerb(const char* program, absl::Span<const Command> commands,
                const std::string& verb) {
  std::vector<std::string> names;
  for (const Command& command : commands) names.emplace_back(command.name);
  const std::string closest = ClosestName(verb, names);
  std::fprintf(stderr, "%s: there is no verb '%s'", program, verb.c_str());
  if (!closest.empty()) {
    std::fprintf(stderr, "; did you mean '%s'?", closest.c_str());
  }
  std::fprintf(stderr, "\n%s", VerbList(program, commands).c_str());
  return kExitUsage;
}

int Help(const char* program, absl::Span<const Command> commands,
         const std::vector<std::string>& verbs) {
  if (verbs.empty()) {
    std::fputs(VerbList(program, commands).c_str(), stdout);
    return kExitOk;
  }
  const Command* command = Find(commands, verbs[0]);
  if (command == nullptr) return UnknownVerb(program, commands, verbs[0]);
  std::fputs(VerbHelp(program, *command).c_str(), stdout);
  return kExitOk;
}

// Whether --help stands among the words; behind `--` it is a file.
bool AsksForHelp(const std::vector<std::string>& words) {
  const auto end = std::find(words.begin(), words.end(), "--");
  return std::find(words.begin(), end, "--help") != end;
}

// `bazel run` starts programs in a folder of its own.
void GoWhereThePersonIs() {
  const char* folder = std::getenv("BUILD_WORKING_DIRECTORY");
  if (folder != nullptr && chdir(folder) != 0) {
    std::fprintf(stderr, "cannot go to '%s'\n", folder);
  }
}

}  // namespace

int RunCommandLine(const char* program, absl::Span<const Command> commands,
                   int argc, char** argv) {
  GoWhereThePersonIs();
  std::vector<std::string> words(argv + 1, argv + argc);
  if (words.empty()) {
    std::fputs(VerbList(program, commands).c_str(), stderr);
    return kExitUsage;
  }
  std::string verb = words[0];
  words.erase(words.begin());
  if (verb == "help" || verb == "--help") return Help(program, commands, words);
  if (verb == "--version") verb = "version";
  const Command* command = Find(commands, verb);
  if (command == nullptr) return UnknownVerb(program, commands, verb);
  if (AsksForHelp(words)) return Help(program, commands, {verb});
  return command->run(words);
}

int UsageError(const Command& command, const std::string& sentence) {
  std::fprintf(stderr, "flow %s: %s\nusage: flow %s\n", command.name,
               sentence.c_str(), UsageOf(command).c_str());
  return kExitUsage;
}

}  // namespace flow::lang
