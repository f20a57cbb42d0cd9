#ifndef CORE_STATS_NORMAL_DISTRIBUTION_H_
#define CORE_STATS_NORMAL_DISTRIBUTION_H_

namespace flow::core {

/// P(Z <= z) of a standard normal Z, to full relative precision in both tails.
double NormalCdf(double z);

/// The z with P(Z <= z) = p. Needs 0 < p < 1.
double NormalQuantile(double p);

}  // namespace flow::core

#endif  // CORE_STATS_NORMAL_DISTRIBUTION_H_
