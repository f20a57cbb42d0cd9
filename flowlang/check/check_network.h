#ifndef FLOWLANG_CHECK_CHECK_NETWORK_H_
#define FLOWLANG_CHECK_CHECK_NETWORK_H_

#include "flowlang/check/experiment_context.h"

namespace flow::lang {

/// Of the model and of the potential. out-of-range: time as cosines and sines
/// comes in pairs; attention heads divide the width; patches and halvings
/// divide the side of the image. shape-mismatch: a network of images on points
/// that are none. incompatible-choice: a network that is convex in its input as
/// a velocity. unused-setting (warning): the sharpness of another activation.
void CheckNetwork(const ExperimentContext& context, DiagnosticSink* sink);

}  // namespace flow::lang

#endif  // FLOWLANG_CHECK_CHECK_NETWORK_H_
