#ifndef FLOWLANG_COMPARE_CLAIM_H_
#define FLOWLANG_COMPARE_CLAIM_H_

/// An expectation as a statement about the mean of one number a seed.

#include <string>
#include <vector>

#include "flowlang/compare/expectation.h"

namespace flow::lang {

/// The mean is less, or more, than a limit.
struct ClaimSide {
  double limit = 0;
  bool wants_less = true;
};

struct Claim {
  std::string text;              // "expected A better than B"
  std::string quantity;          // what the number is: "the difference"
  bool signed_quantity = false;  // print +0.1 rather than 0.1
  std::vector<ClaimSide> sides;  // all must hold: one, or two around a range
  /// The number of a seed: the sum of weight times the label's value.
  struct Term {
    std::string label;
    double weight = 1;
  };
  std::vector<Term> terms;
};

/// The claim of a valid expectation.
Claim MakeClaim(const Expectation& expectation, bool lower_is_better);

}  // namespace flow::lang

#endif  // FLOWLANG_COMPARE_CLAIM_H_
