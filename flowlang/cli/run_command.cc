#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

#include "flowlang/cli/commands.h"
#include "flowlang/cli/compile_input.h"
#include "flowlang/cli/exit_codes.h"
#include "flowlang/cli/print_diagnostics.h"
#include "flowlang/cli/run_arguments.h"

namespace flow::lang {
namespace {

// The program that links LibTorch lies beside this one and is named after it.
std::string TrainerPath() {
  char self[4096];
  const ssize_t size = readlink("/proc/self/exe", self, sizeof(self) - 1);
  if (size < 0) return "flow_trainer";
  return std::string(self, static_cast<size_t>(size)) + "_trainer";
}

int ExecTrainer(const std::vector<std::string>& words) {
  const std::string trainer = TrainerPath();
  std::vector<char*> argv = {const_cast<char*>(trainer.c_str()),
                             const_cast<char*>("run")};
  for (const std::string& word : words) {
    argv.push_back(const_cast<char*>(word.c_str()));
  }
  argv.push_back(nullptr);
  // the folder has been entered already
  unsetenv("BUILD_WORKING_DIRECTORY");
  execv(trainer.c_str(), argv.data());
  std::fprintf(stderr, "flow run: cannot start '%s': %s\n", trainer.c_str(),
               strerror(errno));
  return kExitEnvironment;
}

int Run(const std::vector<std::string>& words) {
  const auto run = ParseRunArguments(words);
  if (!run.ok()) {
    return UsageError(kRunCommand, std::string(run.status().message()));
  }
  // mistakes are told in milliseconds, before LibTorch is loaded; warnings
  // alone by the trainer, once
  SourceSet sources;
  DiagnosticSink sink;
  const auto compiled =
      CompileInput(run->file, run->arguments, Purpose::kRun, &sources, &sink);
  if (!compiled.ok()) {
    return UsageError(kRunCommand, std::string(compiled.status().message()));
  }
  if (*compiled) return ExecTrainer(words);
  PrintDiagnostics(sink);
  return kExitWrong;
}

}  // namespace

const Command kRunCommand = {"run", "FILE",
                             "trains and evaluates an experiment or a suite",
                             kRunFlags, Run};

}  // namespace flow::lang
