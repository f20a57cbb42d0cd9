#ifndef BENCHMARKS_PEAK_PEAK_SHARE_H_
#define BENCHMARKS_PEAK_PEAK_SHARE_H_

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "benchmark/benchmark.h"
#include "benchmarks/peak/fma_peak.h"

namespace flow {

/// The counter `of_peak` of a benchmark: what share of FmaPeak(), times the
/// threads, its iterations reach by the clock on the wall. Made right before
/// the iterations.
class PeakShare {
 public:
  explicit PeakShare(int threads)
      : peak_(FmaPeak() * threads), start_(absl::Now()) {}

  /// Right behind the iterations, `operations` of float32 each.
  void Report(double operations, benchmark::State* state) const {
    const double seconds = absl::ToDoubleSeconds(absl::Now() - start_);
    state->counters["of_peak"] = operations *
                                 static_cast<double>(state->iterations()) /
                                 (seconds * peak_);
  }

 private:
  double peak_;
  absl::Time start_;
};

}  // namespace flow

#endif  // BENCHMARKS_PEAK_PEAK_SHARE_H_
