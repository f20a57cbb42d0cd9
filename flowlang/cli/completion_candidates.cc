#include "flowlang/cli/completion_candidates.h"

#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "flowlang/diag/code.h"

namespace flow::lang {
namespace {

std::vector<std::string> Slugs() {
  std::vector<std::string> slugs;
  for (const CodeEntry& entry : AllCodes()) slugs.emplace_back(entry.slug);
  return slugs;
}

}  // namespace

Candidates OperandCandidates(const Command& command) {
  const std::string kind = absl::StrReplaceAll(
      command.operands, {{"[", ""}, {"]", ""}, {"...", ""}});
  if (kind == "FILE") return {.files = Candidates::Files::kDescriptions};
  if (kind == "DIR") return {.files = Candidates::Files::kFolders};
  if (kind == "CODE") return {.words = Slugs()};
  return {.words = ChoicesOf(kind)};
}

Candidates ValueCandidates(const Flag& flag) {
  if (flag.value == "FILE") return {.files = Candidates::Files::kAny};
  if (flag.value == "DIR") return {.files = Candidates::Files::kFolders};
  return {.words = ChoicesOf(flag.value)};
}

}  // namespace flow::lang
