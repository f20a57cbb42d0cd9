#include "flowlang/compare/claim.h"

#include "absl/strings/str_cat.h"

namespace flow::lang {
namespace {

Claim BetterClaim(const Expectation& e, bool lower_is_better) {
  Claim claim = {
      .text = absl::StrCat("expected ", e.better, " better than ", e.than),
      .quantity = "the difference",
      .signed_quantity = true,
      .sides = {{0, lower_is_better}},
      .terms = {{e.better, 1}, {e.than, -1}}};
  if (e.margin) {
    absl::StrAppend(&claim.text, " within a margin of ", *e.margin);
    claim.sides[0].limit = lower_is_better ? *e.margin : -*e.margin;
  }
  if (e.by_factor) {
    absl::StrAppend(&claim.text, " by a factor of ", *e.by_factor);
    claim.quantity =
        lower_is_better
            ? absl::StrCat(*e.by_factor, " x ", e.better, " - ", e.than)
            : absl::StrCat(e.better, " - ", *e.by_factor, " x ", e.than);
    claim.terms[lower_is_better ? 0 : 1].weight *= *e.by_factor;
  }
  return claim;
}

Claim SameClaim(const Expectation& e) {
  return {.text = absl::StrCat("expected ", e.same, " the same as ", e.as,
                               " within a margin of ", *e.margin),
          .quantity = "the difference",
          .signed_quantity = true,
          .sides = {{*e.margin, true}, {-*e.margin, false}},
          .terms = {{e.same, 1}, {e.as, -1}}};
}

Claim BoundClaim(const Expectation& e) {
  const double limit = e.below ? *e.below : *e.above;
  return {.text = absl::StrCat("expected ", e.of,
                               e.below ? " below " : " above ", limit),
          .quantity = "the mean",
          .sides = {{limit, e.below.has_value()}},
          .terms = {{e.of, 1}}};
}

}  // namespace

Claim MakeClaim(const Expectation& expectation, bool lower_is_better) {
  if (!expectation.of.empty()) return BoundClaim(expectation);
  if (!expectation.same.empty()) return SameClaim(expectation);
  return BetterClaim(expectation, lower_is_better);
}

}  // namespace flow::lang
