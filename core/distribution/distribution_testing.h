#ifndef CORE_DISTRIBUTION_DISTRIBUTION_TESTING_H_
#define CORE_DISTRIBUTION_DISTRIBUTION_TESTING_H_

/// What every Distribution promises, as assertions for its test.

#include "core/distribution/distribution.h"

namespace flow::core {

/// Dtypes and shapes of a draw, finite points, labels in range and all of them
/// met in 4096 points, a longer draw beginning with the shorter, equal seeds
/// giving equal points and others others.
void ExpectDrawsConform(const Distribution& distribution);

/// The exact moments against those of `n` drawn points, entry by entry within
/// six standard errors. The errors are estimated from the points: s / sqrt(n)
/// for s the deviation of what is averaged. A normal error exceeds six of them
/// once in 5e8 entries; float32 rounding is allowed for besides.
void ExpectMomentsMatchDraws(const Distribution& distribution, Seed seed,
                             int64_t n = 100000);

/// The integral of the density over [-half_width, half_width]^2, by the
/// midpoint rule on cells x cells points. Needs dim() = 2 and a density.
double IntegrateDensity(const Distribution& distribution, double half_width,
                        int64_t cells);

}  // namespace flow::core

#endif  // CORE_DISTRIBUTION_DISTRIBUTION_TESTING_H_
