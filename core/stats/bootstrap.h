#ifndef CORE_STATS_BOOTSTRAP_H_
#define CORE_STATS_BOOTSTRAP_H_

/// The bias-corrected and accelerated bootstrap interval (BCa) [Efron87].
///
/// Rows are drawn with replacement, `resamples` times; the interval's ends are
/// the quantiles of the statistic's replicates at
///
///     alpha_i = Phi(z0 + (z0 + z_i) / (1 - a (z0 + z_i))),
///
/// z_i the normal quantiles of the nominal ends, z0 the normal quantile of the
/// share of replicates below the estimate (ties count half), and a the skewness
/// of the jackknife values over six.
///
/// The interval is a description, not a test: with few rows it is too narrow
/// (five normal rows: a nominal 95 % covers about 83 %). PairedTest decides.

#include <optional>

#include "absl/functional/function_ref.h"
#include "absl/types/span.h"
#include "core/base/random.h"

namespace flow::core {

struct Interval {
  double low = 0;
  double high = 0;
};

struct BootstrapOptions {
  double confidence = 0.95;  // two-sided, inside (0, 1)
  int resamples = 10000;
  Seed seed = 0;
};

/// A statistic of the rows with these indices, in which a row may repeat. Pairs
/// stay pairs: an index stands for the whole row.
using RowStatistic = absl::FunctionRef<double(absl::Span<const int>)>;

/// The interval of `statistic` over `rows` rows; absent for fewer than two rows
/// or a statistic that is not finite. Resample r draws from RowRandom(seed, r).
std::optional<Interval> BcaInterval(int rows, RowStatistic statistic,
                                    const BootstrapOptions& options = {});

/// The interval of the mean of `sample`.
std::optional<Interval> BcaMeanInterval(absl::Span<const double> sample,
                                        const BootstrapOptions& options = {});

}  // namespace flow::core

#endif  // CORE_STATS_BOOTSTRAP_H_
