#ifndef FLOWLANG_LOWER_IMAGE_FEATURES_H_
#define FLOWLANG_LOWER_IMAGE_FEATURES_H_

/// The features of the images that the points of a protocol are. Thread-safe
/// where there is no group.

#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "core/base/thread_pool.h"
#include "core/device/device.h"
#include "core/eval/features/feature_extractor.h"
#include "core/eval/metric.h"
#include "core/processes/process_group.h"
#include "flowlang/plan/plan.h"

namespace flow::lang {

/// What makes them, on `device`, or on the CPU where that is null; null where
/// no metric is of features. `pool` must outlive it. Errors: those of
/// MakeExtractor.
absl::StatusOr<std::unique_ptr<core::FeatureExtractor>> LoadExtractor(
    const EvaluateStage& work, const core::Device* device, ThreadPool* pool);

/// Adds those of all points of `evaluation`. Where there is a `group` rank 0
/// has the points; every process makes the features of its rows of them
/// (core/processes/rows_of_process.h), and all have them all afterwards, with
/// the same bits as by one. Errors: those of the extractor and of the group.
absl::Status AddFeatures(const core::FeatureExtractor& extractor,
                         const core::ImageShape& image,
                         core::ProcessGroup* group,
                         core::Evaluation* evaluation);

/// Whether the stage will find what it needs, asked before anything is trained:
/// the errors of LoadExtractor, and InvalidArgument where a metric needs logits
/// that nothing makes, or more images than there are.
absl::Status CheckExtractor(const EvaluateStage& work,
                            const core::Device* device, ThreadPool* pool);

}  // namespace flow::lang

#endif  // FLOWLANG_LOWER_IMAGE_FEATURES_H_
