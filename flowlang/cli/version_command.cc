#include <cstdio>
#include <string>
#include <vector>

#include "flowlang/cli/commands.h"
#include "flowlang/cli/exit_codes.h"
#include "flowlang/lower/build_info.h"

namespace flow::lang {
namespace {

int Version(const std::vector<std::string>& words) {
  if (!words.empty()) return UsageError(kVersionCommand, "it takes nothing");
  std::printf("flow, built from commit %s\n", kBuildCommit);
  return kExitOk;
}

}  // namespace

const Command kVersionCommand = {
    "version", "", "prints the commit that this was built from", {}, Version};

}  // namespace flow::lang
