#ifndef FLOWLANG_COMPARE_EXPECTATION_H_
#define FLOWLANG_COMPARE_EXPECTATION_H_

/// Claims about methods. With A the better, B the other, for a metric of which
/// less is better:
///
///     better A than B                 mean(A - B)   < 0
///     better A than B, margin m       mean(A - B)   < m     (non-inferiority)
///     better A than B, by_factor f    mean(f A - B) < 0
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
  std::string better, than;                 // both, or neither
  std::string of;                           // instead of `better` and `than`
  std::optional<double> by_factor, margin;  // with `better`; at most one
  std::optional<double> below, above;       // with `of`; exactly one
  double confidence = 0.95;                 // in [0.5, 1)
};

/// InvalidArgument, naming the metric, for a claim that contradicts itself or
/// says too little.
absl::Status ValidateExpectation(const Expectation& expectation);

}  // namespace flow::lang

#endif  // FLOWLANG_COMPARE_EXPECTATION_H_
