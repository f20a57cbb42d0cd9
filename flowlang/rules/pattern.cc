#include "flowlang/rules/pattern.h"

#include <regex.h>

#include "core/base/check.h"

namespace flow::lang {
namespace {

// A compiled expression, if it compiles.
class Compiled {
 public:
  explicit Compiled(const std::string& pattern)
      : ok_(regcomp(&regex_, pattern.c_str(), REG_EXTENDED) == 0) {}
  Compiled(const Compiled&) = delete;
  Compiled& operator=(const Compiled&) = delete;
  ~Compiled() {
    if (ok_) regfree(&regex_);
  }

  bool ok() const { return ok_; }
  bool Matches(const std::string& text) const {
    // with its length: a text may hold zeros
    regmatch_t range = {0, static_cast<regoff_t>(text.size())};
    return regexec(&regex_, text.c_str(), 1, &range, REG_STARTEND) == 0;
  }

 private:
  regex_t regex_;
  bool ok_;
};

}  // namespace

bool IsPattern(const std::string& pattern) { return Compiled(pattern).ok(); }

bool MatchesWhole(const std::string& text, const std::string& pattern) {
  const Compiled whole("^(" + pattern + ")$");
  FLOW_CHECK(whole.ok()) << "the schema lint refuses '" << pattern << "'";
  return whole.Matches(text);
}

}  // namespace flow::lang
