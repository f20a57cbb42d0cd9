#ifndef CORE_TRAIN_TIME_LAW_H_
#define CORE_TRAIN_TIME_LAW_H_

/// The law of the time of a pair in training. Another law than the uniform one
/// weighs the same losses differently, and so leaves the minimiser as it is for
/// a network that can be anything; it decides where errors are looked at often.
///
///     uniform        t = u, u uniform on [0, 1)
///     beta           density t^(alpha - 1) (1 - t)^(beta - 1) / B(alpha, beta)
///     logit-normal   t = 1 / (1 + exp(-x)), x ~ N(mean, std^2) [Esser24]
///     log-normal     t = 1 / (1 + s), log s ~ N(mean, std^2): the noise levels
///                    s of [Karras22] as times of a line, where sigma / alpha
///                    is s; that is, logit-normal with -mean
///     mode           t = u + scale (cos^2(pi u / 2) - 1 + u), rising in u for
///                    -1 <= scale <= 2 / (pi - 2) [Esser24]
///     start          t = 0: one Euler step from the source [Liu23]
///
/// No torch.

#include "core/base/random.h"
#include "core/train/train_options.h"

namespace flow::core {

/// A time in [0, 1), and below 1 also after rounding to float32. A uniform time
/// is one of the 2^24 multiples of 2^-24, by one Uint32 of `random`; the other
/// laws take as much of it as they need.
double DrawTime(const TimeLawOptions& law, RowRandom& random);

/// P(T <= t) for t in [0, 1].
double TimeCdf(const TimeLawOptions& law, double t);

}  // namespace flow::core

#endif  // CORE_TRAIN_TIME_LAW_H_
