#ifndef CORE_TRAIN_LOSS_WEIGHT_H_
#define CORE_TRAIN_LOSS_WEIGHT_H_

/// How much the squared error of what a network predicts counts at a time:
///
///     constant      1
///     min-snr       min(snr, cap) / cap times the squared error of the data
///                   that the prediction implies [Hang23]
///     near-target   1 / (1 - t + epsilon)
///
/// With x_t = alpha x1 + sigma e (signal_and_noise.h), snr = alpha^2 / sigma^2
/// and w = alpha' sigma - alpha sigma', an error of the prediction becomes one
/// of the data by conversion.h, so that min-snr multiplies by
///
///     velocity        min(snr, cap) / cap (sigma / w)^2
///     data            min(snr, cap) / cap
///     noise, score    min(snr, cap) / cap / snr
///
/// where the score's error is counted times sigma, which is that of the noise.
/// Beside a velocity, a score counts as much as the velocity does.
/// For velocity on a^2 + b^2 = 1 at a steady angle this is the published
/// min(snr, cap) / (snr + 1), up to a constant factor. It needs a path with
/// HasRisingRatio. No torch.

#include <functional>

#include "core/path/path_options.h"
#include "core/path/prediction.h"
#include "core/train/train_options.h"

namespace flow::core {

/// The weight at a time in [0, 1]; none when every weight is 1.
using TimeWeight = std::function<double(double t)>;

TimeWeight MakeTimeWeight(const LossWeightOptions& options,
                          const PathOptions& path, Prediction prediction);

}  // namespace flow::core

#endif  // CORE_TRAIN_LOSS_WEIGHT_H_
