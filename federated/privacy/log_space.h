#ifndef FEDERATED_PRIVACY_LOG_SPACE_H_
#define FEDERATED_PRIVACY_LOG_SPACE_H_

/// Sums of numbers that are known by their logarithms. Thread-safe.

#include <vector>

namespace flow::federated {

inline constexpr double kLogSqrtTwoPi = 0.91893853320467274178;

/// log of the sum of e^x; an infinite greatest term is the result. Needs a
/// term.
double LogSumExp(const std::vector<double>& log_terms);

/// log(1 + e^x)
double Softplus(double x);

}  // namespace flow::federated

#endif  // FEDERATED_PRIVACY_LOG_SPACE_H_
