#include "flowlang/lower/image_features.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "core/base/check.h"
#include "core/base/status_macros.h"
#include "core/eval/features/make_extractor.h"
#include "flowlang/plan/stage_work.h"

namespace flow::lang {

absl::StatusOr<std::unique_ptr<core::FeatureExtractor>> LoadExtractor(
    const EvaluateStage& work, const core::Device* device, ThreadPool* pool) {
  if (std::none_of(work.metrics.begin(), work.metrics.end(),
                   core::NeedsFeatures)) {
    return nullptr;
  }
  FLOW_CHECK(work.features.has_value()) << "the checks require a network";
  return core::MakeExtractor(
      *work.features, {work.image.channels, work.image.side, work.image.side},
      device == nullptr ? at::Device(at::kCPU) : device->torch(), pool);
}

absl::Status AddFeatures(const core::FeatureExtractor& extractor,
                         const core::ImageShape& image,
                         core::Evaluation* evaluation) {
  const struct {
    const at::Tensor& points_nd;
    core::ImageFeatures* features;
  } wanted[] = {
      {evaluation->generated_nd, &evaluation->generated_features},
      {evaluation->target_nd, &evaluation->target_features},
      {evaluation->second_target_nd, &evaluation->second_target_features}};
  for (const auto& [points_nd, features] : wanted) {
    FLOW_ASSIGN_OR_RETURN(*features,
                          extractor.Features(points_nd.view(
                              {-1, image.channels, image.side, image.side})));
  }
  return absl::OkStatus();
}

absl::Status CheckExtractor(const EvaluateStage& work,
                            const core::Device* device, ThreadPool* pool) {
  FLOW_ASSIGN_OR_RETURN(const auto extractor,
                        LoadExtractor(work, device, pool));
  if (extractor == nullptr) return absl::OkStatus();
  const std::string& name = extractor->conventions().extractor;
  if (Measures<core::InceptionScoreOptions>(work) &&
      extractor->classes() == 0) {
    return absl::InvalidArgumentError(
        absl::StrCat("'inception_score' needs logits of classes, and '", name,
                     "' makes none"));
  }
  if (Measures<core::FidInfinityOptions>(work) &&
      work.samples / 2 <= extractor->width()) {
    return absl::InvalidArgumentError(
        absl::StrCat("'fid_infinity' needs halves of more images than the ",
                     extractor->width(), " features of '", name, "'; got ",
                     work.samples, " images"));
  }
  return absl::OkStatus();
}

}  // namespace flow::lang
