#include "flowlang/lower/image_features.h"

#include <string>

#include "ATen/ops/empty.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "core/base/check.h"
#include "core/base/status_macros.h"
#include "core/eval/features/make_extractor.h"
#include "core/eval/features/quantised_images.h"
#include "core/processes/gather_rows.h"
#include "core/processes/rows_of_process.h"
#include "core/processes/share_bytes.h"
#include "flowlang/plan/stage_work.h"

namespace flow::lang {
namespace {

at::Tensor ImagesOf(const at::Tensor& points_nd,
                    const core::ImageShape& image) {
  return points_nd.view({-1, image.channels, image.side, image.side});
}

// Of the points that rank 0 has, each process those of its own rows.
absl::StatusOr<core::ImageFeatures> FeaturesByAll(
    const core::FeatureExtractor& extractor, const at::Tensor& points_nd,
    const core::ImageShape& image, core::ProcessGroup& group) {
  FLOW_RETURN_IF_ERROR(group.Await(absl::InfiniteDuration()));
  FLOW_ASSIGN_OR_RETURN(
      const int64_t n,
      core::ShareNumber(points_nd.defined() ? points_nd.size(0) : 0, &group));
  at::Tensor levels_bchw =
      at::empty({n, image.channels, image.side, image.side}, at::kByte);
  if (group.rank() == 0) {
    FLOW_ASSIGN_OR_RETURN(levels_bchw,
                          core::QuantisedImages(ImagesOf(points_nd, image)));
  }
  FLOW_RETURN_IF_ERROR(group.Broadcast(levels_bchw));
  const int64_t own = core::RowsOf(group.rank(), group.size(), n);
  core::ImageFeatures features = {
      at::empty({0, extractor.width()}, at::kFloat),
      at::empty({0, extractor.classes()}, at::kFloat)};
  if (own > 0) {
    FLOW_ASSIGN_OR_RETURN(
        features,
        extractor.Features(levels_bchw.narrow(
            0, core::FirstRowOf(group.rank(), group.size(), n), own)));
  }
  FLOW_ASSIGN_OR_RETURN(features.feature_nf,
                        core::GatherRows(features.feature_nf, 0, n, &group));
  if (extractor.classes() > 0) {
    FLOW_ASSIGN_OR_RETURN(features.logit_nk,
                          core::GatherRows(features.logit_nk, 0, n, &group));
  }
  return features;
}

}  // namespace

absl::StatusOr<std::unique_ptr<core::FeatureExtractor>> LoadExtractor(
    const EvaluateStage& work, const core::Device* device, ThreadPool* pool) {
  if (!NeedsFeatures(work)) return nullptr;
  FLOW_CHECK(work.features.has_value()) << "the checks require a network";
  return core::MakeExtractor(
      *work.features, {work.image.channels, work.image.side, work.image.side},
      device == nullptr ? at::Device(at::kCPU) : device->torch(), pool);
}

absl::Status AddFeatures(const core::FeatureExtractor& extractor,
                         const core::ImageShape& image,
                         core::ProcessGroup* group,
                         core::Evaluation* evaluation) {
  const struct {
    const at::Tensor& points_nd;
    core::ImageFeatures* features;
  } wanted[] = {
      {evaluation->generated_nd, &evaluation->generated_features},
      {evaluation->target_nd, &evaluation->target_features},
      {evaluation->second_target_nd, &evaluation->second_target_features}};
  for (const auto& [points_nd, features] : wanted) {
    if (group == nullptr) {
      FLOW_ASSIGN_OR_RETURN(*features,
                            extractor.Features(ImagesOf(points_nd, image)));
    } else {
      FLOW_ASSIGN_OR_RETURN(*features,
                            FeaturesByAll(extractor, points_nd, image, *group));
    }
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
