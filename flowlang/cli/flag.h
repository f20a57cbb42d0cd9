#ifndef FLOWLANG_CLI_FLAG_H_
#define FLOWLANG_CLI_FLAG_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace flow::lang {

/// One flag of a verb: `--name=VALUE` or `--name VALUE`, or `--name` alone
/// where it takes no value. Parsing, help and shell completion all read this.
struct Flag {
  absl::string_view name;  // without the dashes
  /// A kind of value in capitals ("N", "DIR"); or, in small letters, all the
  /// values that there are ("text|json"); empty when it takes none.
  absl::string_view value;
  absl::string_view summary;  // one line
  bool repeated = false;      // may be given several times

  bool TakesValue() const { return !value.empty(); }
};

/// The words of "text|json"; none of a kind of value, "N".
std::vector<std::string> ChoicesOf(absl::string_view value);

}  // namespace flow::lang

#endif  // FLOWLANG_CLI_FLAG_H_
