#include "flowlang/cli/arguments.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "flowlang/diag/closest_name.h"

namespace flow::lang {
namespace {

absl::Status UnknownFlag(const std::string& name,
                         const std::vector<std::string>& flags) {
  const std::string closest = ClosestName(name, flags);
  return absl::InvalidArgumentError(absl::StrCat(
      "there is no flag --", name,
      closest.empty()
          ? absl::StrCat("; the flags are --", absl::StrJoin(flags, ", --"))
          : absl::StrCat("; did you mean --", closest, "?")));
}

}  // namespace

absl::StatusOr<Arguments> Arguments::Parse(
    const std::vector<std::string>& words,
    const std::vector<std::string>& flags) {
  Arguments arguments;
  for (size_t i = 0; i < words.size(); ++i) {
    if (words[i] == "--") {
      arguments.files_.insert(arguments.files_.end(), words.begin() + i + 1,
                              words.end());
      break;
    }
    if (!absl::StartsWith(words[i], "--")) {
      arguments.files_.push_back(words[i]);
      continue;
    }
    const size_t equals = words[i].find('=');
    const std::string name = words[i].substr(2, equals - 2);
    if (std::find(flags.begin(), flags.end(), name) == flags.end()) {
      return UnknownFlag(name, flags);
    }
    if (equals != std::string::npos) {
      arguments.values_.emplace_back(name, words[i].substr(equals + 1));
    } else if (i + 1 < words.size()) {
      arguments.values_.emplace_back(name, words[++i]);
    } else {
      return absl::InvalidArgumentError(
          absl::StrCat("--", name, " needs a value"));
    }
  }
  return arguments;
}

std::optional<std::string> Arguments::Get(const std::string& flag) const {
  const std::vector<std::string> all = All(flag);
  if (all.empty()) return std::nullopt;
  return all.back();
}

std::vector<std::string> Arguments::All(const std::string& flag) const {
  std::vector<std::string> all;
  for (const auto& [name, value] : values_) {
    if (name == flag) all.push_back(value);
  }
  return all;
}

absl::StatusOr<std::optional<int64_t>> Arguments::GetInt(
    const std::string& flag, int64_t least) const {
  const std::optional<std::string> text = Get(flag);
  if (!text) return std::nullopt;
  int64_t value = 0;
  if (!absl::SimpleAtoi(*text, &value) || value < least) {
    return absl::InvalidArgumentError(
        absl::StrCat("--", flag, " must be a whole number >= ", least,
                     "; got '", *text, "'"));
  }
  return value;
}

}  // namespace flow::lang
