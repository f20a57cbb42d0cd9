#include "core/eval/features/tiled_extractor.h"

#include <algorithm>
#include <vector>

#include "ATen/TensorOperators.h"
#include "ATen/core/grad_mode.h"
#include "ATen/ops/empty.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/eval/features/compared_features.h"
#include "core/eval/features/quantised_images.h"
#include "core/tensor/describe_tensor.h"
#include "core/tensor/padded_rows.h"

namespace flow::core {

absl::StatusOr<ImageFeatures> TiledExtractor::Features(
    const at::Tensor& images_bchw) const {
  FLOW_ASSIGN_OR_RETURN(at::Tensor levels_bchw, QuantisedImages(images_bchw));
  levels_bchw = levels_bchw.cpu();
  if (levels_bchw.sizes().slice(1) != at::IntArrayRef(image_chw_)) {
    return absl::InvalidArgumentError(absl::StrCat(
        "images must be [B, ", image_chw_[0], ", ", image_chw_[1], ", ",
        image_chw_[2], "]; got ", DescribeTensor(levels_bchw)));
  }
  const int64_t images = levels_bchw.size(0);
  const int64_t tiles = (images + kTile - 1) / kTile;
  ImageFeatures all{at::empty({images, width_}, at::kFloat)};
  if (classes_ > 0) all.logit_nk = at::empty({images, classes_}, at::kFloat);
  std::vector<absl::Status> statuses(tiles);
  pool_->ParallelFor(tiles, [&](int64_t tile) {
    statuses[tile] = WriteTile(levels_bchw, tile * kTile, all);
  });
  for (const absl::Status& status : statuses) FLOW_RETURN_IF_ERROR(status);
  FLOW_RETURN_IF_ERROR(
      ReadFeatures("features", all.feature_nf, /*least_rows=*/1).status());
  if (classes_ > 0) {
    FLOW_RETURN_IF_ERROR(
        ReadFeatures("logits", all.logit_nk, /*least_rows=*/1).status());
  }
  return all;
}

absl::Status TiledExtractor::WriteTile(const at::Tensor& levels_bchw,
                                       int64_t begin,
                                       const ImageFeatures& all) const {
  const at::NoGradGuard no_grad;
  FLOW_ASSIGN_OR_RETURN(const ImageFeatures tile,
                        OfTile(PaddedRows(levels_bchw, begin, kTile)));
  const int64_t rows = std::min(kTile, levels_bchw.size(0) - begin);
  all.feature_nf.narrow(0, begin, rows)
      .copy_(tile.feature_nf.narrow(0, 0, rows));
  if (classes_ > 0) {
    all.logit_nk.narrow(0, begin, rows).copy_(tile.logit_nk.narrow(0, 0, rows));
  }
  return absl::OkStatus();
}

at::Tensor InRange(const at::Tensor& levels_bchw, PixelRange range) {
  const at::Tensor x_bchw = levels_bchw.to(at::kFloat);
  switch (range) {
    case PixelRange::kBytes:
      return x_bchw;
    case PixelRange::kUnit:
      return x_bchw / 255;
    case PixelRange::kSigned:
      return x_bchw / 127.5 - 1;
  }
  return x_bchw;
}

const char* RangeName(PixelRange range) {
  switch (range) {
    case PixelRange::kBytes:
      return "[0, 255]";
    case PixelRange::kUnit:
      return "[0, 1]";
    case PixelRange::kSigned:
      return "[-1, 1]";
  }
  return "";
}

}  // namespace flow::core
