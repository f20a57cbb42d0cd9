#ifndef CORE_EVAL_FEATURES_MAKE_EXTRACTOR_H_
#define CORE_EVAL_FEATURES_MAKE_EXTRACTOR_H_

#include <array>
#include <cstdint>
#include <memory>

#include "ATen/core/Tensor.h"
#include "absl/status/statusor.h"
#include "core/base/thread_pool.h"
#include "core/eval/features/feature_extractor.h"
#include "core/eval/features/feature_options.h"

namespace flow::core {

/// The extractor that the options ask for, of images [C, H, W]. A file's
/// network works on `device`, that of digits on the CPU. `pool` must outlive
/// it. Errors: those of TorchScriptExtractor::Create.
absl::StatusOr<std::unique_ptr<FeatureExtractor>> MakeExtractor(
    const FeatureOptions& options, const std::array<int64_t, 3>& image_chw,
    at::Device device, ThreadPool* pool);

}  // namespace flow::core

#endif  // CORE_EVAL_FEATURES_MAKE_EXTRACTOR_H_
