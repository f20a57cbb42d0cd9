#include "core/eval/features/make_extractor.h"

#include "core/eval/features/digits_extractor.h"
#include "core/eval/features/torch_script_extractor.h"

namespace flow::core {

absl::StatusOr<std::unique_ptr<FeatureExtractor>> MakeExtractor(
    const FeatureOptions& options, const std::array<int64_t, 3>& image_chw,
    at::Device device, ThreadPool* pool) {
  if (const auto* script = std::get_if<TorchScriptOptions>(&options)) {
    return TorchScriptExtractor::Create(*script, image_chw, device, pool);
  }
  return std::make_unique<DigitsExtractor>(pool);
}

}  // namespace flow::core
