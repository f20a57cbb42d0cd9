#include "flowlang/cli/exec_trainer.h"

#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "flowlang/cli/exit_codes.h"

namespace flow::lang {
namespace {

std::string TrainerPath() {
  char self[4096];
  const ssize_t size = readlink("/proc/self/exe", self, sizeof(self) - 1);
  if (size < 0) return "flow_trainer";
  return std::string(self, static_cast<size_t>(size)) + "_trainer";
}

}  // namespace

int ExecTrainer(const char* verb, const std::vector<std::string>& words) {
  const std::string trainer = TrainerPath();
  std::vector<char*> argv = {const_cast<char*>(trainer.c_str()),
                             const_cast<char*>(verb)};
  for (const std::string& word : words) {
    argv.push_back(const_cast<char*>(word.c_str()));
  }
  argv.push_back(nullptr);
  // the folder has been entered already
  unsetenv("BUILD_WORKING_DIRECTORY");
  execv(trainer.c_str(), argv.data());
  std::fprintf(stderr, "flow %s: cannot start '%s': %s\n", verb,
               trainer.c_str(), strerror(errno));
  return kExitEnvironment;
}

}  // namespace flow::lang
