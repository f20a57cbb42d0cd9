#ifndef FLOWLANG_CLI_ARGUMENTS_H_
#define FLOWLANG_CLI_ARGUMENTS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "flowlang/cli/flag.h"

namespace flow::lang {

/// A command line, taken apart: files, and flags as `--name=value`, `--name
/// value` or, for those that take none, `--name`. Everything behind `--` is a
/// file.
class Arguments {
 public:
  /// InvalidArgument for a flag that is not among `flags`, with the nearest
  /// one; for a flag without the value that it takes, or with one that it does
  /// not take; for a value that is none of the flag's choices.
  static absl::StatusOr<Arguments> Parse(const std::vector<std::string>& words,
                                         absl::Span<const Flag> flags);

  const std::vector<std::string>& files() const { return files_; }

  /// The only file; InvalidArgument when there are none or several.
  absl::StatusOr<std::string> OneFile() const;

  /// The last value of the flag; empty when it is not given.
  std::optional<std::string> Get(const std::string& flag) const;

  /// Whether the flag is given; for those that take no value.
  bool Has(const std::string& flag) const { return Get(flag).has_value(); }

  /// All values of the flag, in order.
  std::vector<std::string> All(const std::string& flag) const;

  /// A whole number of at least `least`; InvalidArgument otherwise.
  absl::StatusOr<std::optional<int64_t>> GetInt(const std::string& flag,
                                                int64_t least) const;

  /// The value of --threads; InvalidArgument where no machine has so many.
  absl::StatusOr<std::optional<int>> GetThreads() const;

 private:
  std::vector<std::string> files_;
  std::vector<std::pair<std::string, std::string>> values_;
};

}  // namespace flow::lang

#endif  // FLOWLANG_CLI_ARGUMENTS_H_
