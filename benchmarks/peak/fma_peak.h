#ifndef BENCHMARKS_PEAK_FMA_PEAK_H_
#define BENCHMARKS_PEAK_FMA_PEAK_H_

namespace flow {

/// Float32 operations a second that one thread reaches when it does nothing but
/// fused multiply-adds on registers, two operations each, with the widest
/// vectors of this processor: what `of_peak` is a share of. The best of some
/// short runs, measured at the first call.
double FmaPeak();

}  // namespace flow

#endif  // BENCHMARKS_PEAK_FMA_PEAK_H_
