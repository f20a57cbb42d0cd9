#ifndef CORE_PATH_NORMAL_PART_H_
#define CORE_PATH_NORMAL_PART_H_

/// The part of x_t that tells the score without the velocity,
///
///     x_t = m_t + n(t) e,   e ~ N(0, I) independent of m_t.
///
/// For a path with a noise of its own (UsesNoise), e is its z and n its
/// coefficient c, whatever the source and the coupling: m_t = a x0 + b x1. For
/// one without, e is a standard Gaussian x0 that is independent of x1, and n =
/// a. Since x_t given m_t is normal with the score -(x - m_t) / n^2 = -e / n,
/// and the score of a mixture is the mean of its components' scores given x,
///
///     n grad log p_t(x) = -E[e | x_t = x]                        [Vincent11].
///
/// That side is bounded where the score is not, at the ends of a bridge: it is
/// what a network with a second output learns [Tong24b]. No torch.

#include "core/path/path_options.h"
#include "core/path/signal_and_noise.h"

namespace flow::core {

/// b as the signal and n as the noise, with their rates, at InteriorTime(t).
SignalAndNoise NormalPartAt(const PathOptions& options, double t);

}  // namespace flow::core

#endif  // CORE_PATH_NORMAL_PART_H_
