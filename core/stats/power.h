#ifndef CORE_STATS_POWER_H_
#define CORE_STATS_POWER_H_

/// How likely the one-sided t test of paired_test.h is to decide what is there:
/// of n normal values with mean m and deviation s,
///
///     power = P(T > t_{n-1}(confidence)),
///
/// T noncentral t with n - 1 degrees of freedom and noncentrality
/// m sqrt(n) / s. What has been seen put in for m and s, it says how many
/// values such a mean needs; it says nothing of whether the mean is there.

#include <optional>

namespace flow::core {

/// The power for m / s = `effect`, to about 1e-4. Needs n >= 2 and
/// 0 < confidence < 1.
double TestPower(double effect, int n, double confidence);

/// The smallest n whose power is at least `power`; absent for an effect that is
/// not positive and where more than 10000 are needed. Needs 0 < power < 1.
std::optional<int> ValuesForPower(double effect, double confidence,
                                  double power);

}  // namespace flow::core

#endif  // CORE_STATS_POWER_H_
