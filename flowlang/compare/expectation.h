#ifndef FLOWLANG_COMPARE_EXPECTATION_H_
#define FLOWLANG_COMPARE_EXPECTATION_H_

/// Claims about methods. With A the better, B the other, for a metric of which
/// less is better:
///
///     better A than B                 mean(A - B)   < 0
///     better A than B, margin m       mean(A - B)   < m     (non-inferiority)
///     better A than B, by_factor f    mean(f A - B) < 0
///     same A as B, margin m           |mean(A - B)| < m     (equivalence)
///     of X below v                    mean(X)       < v
///     of X above v                    mean(X)       > v
///
/// (for one of which more is better: A - B > 0, A - B > -m, A - f B > 0).

#include <optional>
#include <string>

#include "absl/status/status.h"

namespace flow::lang {

struct Expectation {
  std::string metric;
  std::string protocol;  // may be empty where only one protocol has the metric
  // one of the three forms:
  std::string better, than;
  std::string same, as;
  std::string of;
  std::optional<double> by_factor;     // with `better`; not with `margin`
  std::optional<double> margin;        // with `better`, and always with `same`
  std::optional<double> below, above;  // with `of`; exactly one
  double confidence = 0.95;            // in [0.5, 1)
};

/// How claims are held to account for being many: each by itself, or so that
/// any false one is met with probability at most 1 - confidence, as
/// core/stats/holm.h says.
enum class Correction { kNone, kHolm };

/// InvalidArgument, naming the metric, for a claim that contradicts itself or
/// says too little.
absl::Status ValidateExpectation(const Expectation& expectation);

}  // namespace flow::lang

#endif  // FLOWLANG_COMPARE_EXPECTATION_H_
