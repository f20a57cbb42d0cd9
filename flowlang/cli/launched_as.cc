#include "flowlang/cli/launched_as.h"

#include <cstdlib>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"

namespace flow::lang {
namespace {

std::optional<std::string> Variable(const std::string& name) {
  const char* const value = std::getenv(name.c_str());
  if (value == nullptr) return std::nullopt;
  return value;
}

}  // namespace

absl::StatusOr<core::ProcessEnvironment> LaunchedAs(absl::string_view flag) {
  FLOW_ASSIGN_OR_RETURN(const std::optional<core::ProcessEnvironment> found,
                        core::ProcessesOf(Variable));
  if (found) return *found;
  return absl::InvalidArgumentError(absl::StrCat(
      flag,
      " needs a launcher that starts two processes or more, such as torchrun, "
      "mpirun or srun, and says so in its variables"));
}

bool IsOneOfTheOthers() {
  const auto found = core::ProcessesOf(Variable);
  return found.ok() && *found && (*found)->rank > 0;
}

}  // namespace flow::lang
