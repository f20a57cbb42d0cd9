#ifndef FLOWLANG_CHECK_CHECK_FEATURES_H_
#define FLOWLANG_CHECK_CHECK_FEATURES_H_

#include "flowlang/check/experiment_context.h"

namespace flow::lang {

/// Metrics of features of images, and the networks that make them.
/// incompatible-choice: features of what is no image, or none, or of a metric
/// that compares no points; images that the network does not take.
/// out-of-range: too few images for the features. unused-setting (warning):
/// features that no metric is of.
void CheckFeatures(const ExperimentContext& context, DiagnosticSink* sink);

}  // namespace flow::lang

#endif  // FLOWLANG_CHECK_CHECK_FEATURES_H_
