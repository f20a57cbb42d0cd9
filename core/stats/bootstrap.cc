#include "core/stats/bootstrap.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "core/base/check.h"
#include "core/stats/normal_distribution.h"
#include "core/stats/sample_moments.h"

namespace flow::core {
namespace {

std::vector<double> SortedReplicates(int rows, RowStatistic statistic,
                                     const BootstrapOptions& options) {
  std::vector<double> replicates(options.resamples);
  std::vector<int> drawn(rows);
  for (int r = 0; r < options.resamples; ++r) {
    RowRandom random(options.seed, r);
    for (int& row : drawn) row = static_cast<int>(random.UniformInt(rows));
    replicates[r] = statistic(drawn);
  }
  std::sort(replicates.begin(), replicates.end());
  return replicates;
}

// z0: how far the replicates' median lies from the estimate, in normal units.
double BiasCorrection(absl::Span<const double> sorted, double estimate) {
  const auto range = std::equal_range(sorted.begin(), sorted.end(), estimate);
  const double below = range.first - sorted.begin();
  const double ties = range.second - range.first;
  const double share = (below + 0.5 * ties) / sorted.size();
  const double least = 0.5 / sorted.size();
  return NormalQuantile(std::clamp(share, least, 1 - least));
}

// a: the skewness of the leave-one-out values, over six.
double Acceleration(int rows, RowStatistic statistic) {
  std::vector<double> values(rows);
  std::vector<int> kept(rows - 1);
  for (int left_out = 0; left_out < rows; ++left_out) {
    std::iota(kept.begin(), kept.begin() + left_out, 0);
    std::iota(kept.begin() + left_out, kept.end(), left_out + 1);
    values[left_out] = statistic(kept);
  }
  const double mean = SampleMean(values);
  double squares = 0, cubes = 0;
  for (const double value : values) {
    squares += std::pow(mean - value, 2);
    cubes += std::pow(mean - value, 3);
  }
  return squares > 0 ? cubes / (6 * std::pow(squares, 1.5)) : 0;
}

double SortedQuantile(absl::Span<const double> sorted, double probability) {
  const double position = probability * (sorted.size() - 1);
  const size_t below = std::min<size_t>(position, sorted.size() - 1);
  const size_t above = std::min(below + 1, sorted.size() - 1);
  return std::lerp(sorted[below], sorted[above], position - below);
}

}  // namespace

std::optional<Interval> BcaInterval(int rows, RowStatistic statistic,
                                    const BootstrapOptions& options) {
  FLOW_CHECK(options.confidence > 0 && options.confidence < 1)
      << "a confidence inside (0, 1); got " << options.confidence;
  FLOW_CHECK(options.resamples >= 1) << "got " << options.resamples;
  if (rows < 2) return std::nullopt;
  std::vector<int> all(rows);
  std::iota(all.begin(), all.end(), 0);
  const double estimate = statistic(all);
  if (!std::isfinite(estimate)) return std::nullopt;

  const std::vector<double> sorted = SortedReplicates(rows, statistic, options);
  const double z0 = BiasCorrection(sorted, estimate);
  const double a = Acceleration(rows, statistic);
  const auto end = [&](double nominal) {
    const double z = z0 + NormalQuantile(nominal);
    // beyond the pole the formula turns round; the extreme replicate is meant
    const double scale = 1 - a * z;
    const double adjusted = scale > 0 ? NormalCdf(z0 + z / scale) : z > 0;
    return SortedQuantile(sorted, adjusted);
  };
  const double tail = 0.5 * (1 - options.confidence);
  return Interval{end(tail), end(1 - tail)};
}

std::optional<Interval> BcaMeanInterval(absl::Span<const double> sample,
                                        const BootstrapOptions& options) {
  const auto mean = [sample](absl::Span<const int> rows) {
    // deviations from one value, so that equal rows replicate the mean exactly
    double sum = 0;
    for (const int row : rows) sum += sample[row] - sample[0];
    return sample[0] + sum / rows.size();
  };
  return BcaInterval(static_cast<int>(sample.size()), mean, options);
}

}  // namespace flow::core
