#include "flowlang/cli/arguments.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/base/status_macros.h"
#include "flowlang/diag/closest_name.h"

namespace flow::lang {
namespace {

absl::Status UnknownFlag(const std::string& name,
                         absl::Span<const Flag> flags) {
  std::vector<std::string> names;
  for (const Flag& flag : flags) names.emplace_back(flag.name);
  if (names.empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat("there is no flag --", name, "; there are none at all"));
  }
  const std::string closest = ClosestName(name, names);
  return absl::InvalidArgumentError(absl::StrCat(
      "there is no flag --", name,
      closest.empty()
          ? absl::StrCat("; the flags are --", absl::StrJoin(names, ", --"))
          : absl::StrCat("; did you mean --", closest, "?")));
}

// "a, b or c"
std::string Alternatives(const std::vector<std::string>& words) {
  if (words.size() < 2) return absl::StrJoin(words, "");
  return absl::StrCat(absl::StrJoin(words.begin(), words.end() - 1, ", "),
                      " or ", words.back());
}

absl::Status CheckValue(const Flag& flag, const std::string& value) {
  const std::vector<std::string> choices = ChoicesOf(flag.value);
  if (choices.empty() ||
      std::find(choices.begin(), choices.end(), value) != choices.end()) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(absl::StrCat("--", flag.name, " must be ",
                                                 Alternatives(choices),
                                                 "; got '", value, "'"));
}

// The value of the flag at words[*i]; moves on when it is the next word.
absl::StatusOr<std::string> ValueOf(const Flag& flag,
                                    const std::vector<std::string>& words,
                                    size_t* i) {
  const size_t equals = words[*i].find('=');
  const bool joined = equals != std::string::npos;
  if (!flag.TakesValue()) {
    if (!joined) return std::string();
    return absl::InvalidArgumentError(
        absl::StrCat("--", flag.name, " takes no value"));
  }
  if (!joined && *i + 1 == words.size()) {
    return absl::InvalidArgumentError(
        absl::StrCat("--", flag.name, " needs a value"));
  }
  const std::string value = joined ? words[*i].substr(equals + 1) : words[++*i];
  FLOW_RETURN_IF_ERROR(CheckValue(flag, value));
  return value;
}

}  // namespace

absl::StatusOr<Arguments> Arguments::Parse(
    const std::vector<std::string>& words, absl::Span<const Flag> flags) {
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
    const std::string name = words[i].substr(2, words[i].find('=') - 2);
    const auto flag =
        std::find_if(flags.begin(), flags.end(),
                     [&](const Flag& known) { return known.name == name; });
    if (flag == flags.end()) return UnknownFlag(name, flags);
    FLOW_ASSIGN_OR_RETURN(std::string value, ValueOf(*flag, words, &i));
    arguments.values_.emplace_back(name, std::move(value));
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

absl::StatusOr<std::string> Arguments::OneFile() const {
  if (files_.size() == 1) return files_[0];
  return absl::InvalidArgumentError("expected one file");
}

absl::StatusOr<std::optional<int>> Arguments::GetThreads() const {
  // more are surely a slip, and the system may not give them
  constexpr int64_t kMost = 1024;
  FLOW_ASSIGN_OR_RETURN(const std::optional<int64_t> threads,
                        GetInt("threads", 1));
  if (!threads) return std::nullopt;
  if (*threads > kMost) {
    return absl::InvalidArgumentError(
        absl::StrCat("--threads must be <= ", kMost, "; got '", *threads, "'"));
  }
  return static_cast<int>(*threads);
}

}  // namespace flow::lang
