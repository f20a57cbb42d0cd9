#ifndef FLOWLANG_CHECK_SIGNAL_PATH_H_
#define FLOWLANG_CHECK_SIGNAL_PATH_H_

#include <string>

#include "flowlang/check/experiment_context.h"

namespace flow::lang {

/// Whether the source is a standard Gaussian that is independent of the target
/// in every pair.
bool HasIndependentGaussianSource(const ExperimentContext& context);

/// Whether the experiment's path adds a noise besides both ends of a pair. Not
/// one of one's own, of which nothing is known.
bool HasOwnNoise(const ExperimentContext& context);

/// Why `path` does not go from noise to signal all the way in this experiment,
/// as core/path/signal_and_noise.h means it; empty where it does. Then x and
/// the velocity tell data and noise. A path of one's own is taken as if it did.
std::string WhyNoSignalPath(const ProbabilityPath& path,
                            const ExperimentContext& context);

}  // namespace flow::lang

#endif  // FLOWLANG_CHECK_SIGNAL_PATH_H_
