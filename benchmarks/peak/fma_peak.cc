#include "benchmarks/peak/fma_peak.h"

#include <algorithm>
#include <cstdint>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "core/base/check.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "benchmarks/peak/fma_peak.cc"
#include "hwy/foreach_target.h"
// comes after foreach_target.h
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace flow::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// Twelve sums at once: more than latency times throughput of any FMA unit.
// Returns the operations; `result` is there so that nothing is optimised away.
inline double MultiplyAndAdd(int64_t rounds, float factor, float* result) {
  const hn::ScalableTag<float> d;
  const auto f = hn::Set(d, factor);
  // all different: equal ones would be computed once
  const auto start = [&](int k) { return hn::Set(d, factor * (k + 1)); };
  auto a0 = start(0), a1 = start(1), a2 = start(2), a3 = start(3);
  auto a4 = start(4), a5 = start(5), a6 = start(6), a7 = start(7);
  auto a8 = start(8), a9 = start(9), a10 = start(10), a11 = start(11);
  for (int64_t i = 0; i < rounds; ++i) {
    a0 = hn::MulAdd(a0, f, f);
    a1 = hn::MulAdd(a1, f, f);
    a2 = hn::MulAdd(a2, f, f);
    a3 = hn::MulAdd(a3, f, f);
    a4 = hn::MulAdd(a4, f, f);
    a5 = hn::MulAdd(a5, f, f);
    a6 = hn::MulAdd(a6, f, f);
    a7 = hn::MulAdd(a7, f, f);
    a8 = hn::MulAdd(a8, f, f);
    a9 = hn::MulAdd(a9, f, f);
    a10 = hn::MulAdd(a10, f, f);
    a11 = hn::MulAdd(a11, f, f);
  }
  const auto sum =
      hn::Add(hn::Add(hn::Add(a0, a1), hn::Add(a2, a3)),
              hn::Add(hn::Add(hn::Add(a4, a5), hn::Add(a6, a7)),
                      hn::Add(hn::Add(a8, a9), hn::Add(a10, a11))));
  *result = hn::GetLane(sum);
  return 2.0 * 12 * static_cast<double>(rounds * hn::Lanes(d));
}

}  // namespace flow::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace flow {
namespace {

HWY_EXPORT(MultiplyAndAdd);

double Measure() {
  constexpr int64_t kRounds = 400000;
  constexpr int kRuns = 20;
  double best = 0;
  for (int run = 0; run < kRuns; ++run) {
    const absl::Time start = absl::Now();
    float result = 0;
    const double operations =
        HWY_DYNAMIC_DISPATCH(MultiplyAndAdd)(kRounds, 0.5f, &result);
    const double seconds = absl::ToDoubleSeconds(absl::Now() - start);
    FLOW_CHECK(result > 0) << "sums of positive numbers";
    best = std::max(best, operations / seconds);
  }
  return best;
}

}  // namespace

double FmaPeak() {
  static const double peak = Measure();
  return peak;
}

}  // namespace flow
#endif  // HWY_ONCE
