#include "flowlang/compare/expectation.h"

#include <cmath>
#include <utility>

#include "absl/strings/str_cat.h"

namespace flow::lang {

absl::Status ValidateExpectation(const Expectation& e) {
  const bool pair = !e.better.empty() && !e.than.empty();
  const bool same = !e.same.empty() && !e.as.empty();
  const bool limited = e.below || e.above;
  const std::pair<bool, const char*> rules[] = {
      {e.better.empty() == e.than.empty(), "'better' and 'than' go together"},
      {e.same.empty() == e.as.empty(), "'same' and 'as' go together"},
      {pair + same + !e.of.empty() == 1,
       "one of 'better … than …', 'same … as …' and 'of' must be given"},
      {!pair || e.better != e.than, "'better' and 'than' must be two labels"},
      {!same || e.same != e.as, "'same' and 'as' must be two labels"},
      {!e.of.empty() || !limited, "'below' and 'above' go with 'of'"},
      {pair || !e.by_factor, "'by_factor' goes with 'better'"},
      {pair || same || !e.margin, "'margin' goes with 'better' and 'same'"},
      {!same || (e.margin && *e.margin > 0), "'same' needs a 'margin' > 0"},
      {!e.by_factor || !e.margin,
       "'by_factor' and 'margin' exclude each other"},
      {e.of.empty() || e.below.has_value() != e.above.has_value(),
       "'of' needs exactly one of 'below' and 'above'"},
      {!e.by_factor || (*e.by_factor > 0 && std::isfinite(*e.by_factor)),
       "'by_factor' must be > 0 and finite"},
      {e.confidence >= 0.5 && e.confidence < 1,
       "'confidence' must be >= 0.5 and < 1"}};
  for (const auto& [holds, rule] : rules) {
    if (holds) continue;
    return absl::InvalidArgumentError(
        absl::StrCat("expectation of '", e.metric, "': ", rule));
  }
  return absl::OkStatus();
}

}  // namespace flow::lang
