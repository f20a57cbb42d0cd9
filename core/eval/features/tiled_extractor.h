#ifndef CORE_EVAL_FEATURES_TILED_EXTRACTOR_H_
#define CORE_EVAL_FEATURES_TILED_EXTRACTOR_H_

#include <array>
#include <cstdint>

#include "ATen/core/Tensor.h"
#include "absl/status/statusor.h"
#include "core/base/thread_pool.h"
#include "core/eval/features/feature_extractor.h"
#include "core/eval/features/feature_options.h"

namespace flow::core {

// Shapes: as in feature_extractor.h.

/// A network that is shown kTile images at a time, the last tile filled up with
/// its last image: the memory is bounded and an image's features do not depend
/// on what is beside it. Tiles are the shards of the pool.
class TiledExtractor : public FeatureExtractor {
 public:
  static constexpr int64_t kTile = 64;

  int64_t width() const override { return width_; }
  int64_t classes() const override { return classes_; }
  absl::StatusOr<ImageFeatures> Features(
      const at::Tensor& images_bchw) const override;

 protected:
  /// `pool` must outlive the extractor.
  TiledExtractor(const std::array<int64_t, 3>& image_chw, int64_t width,
                 int64_t classes, ThreadPool* pool)
      : image_chw_(image_chw), width_(width), classes_(classes), pool_(pool) {}

 private:
  /// float32 [kTile, F] and [kTile, K] of uint8 [kTile, C, H, W]. Must be
  /// thread-safe.
  virtual absl::StatusOr<ImageFeatures> OfTile(
      const at::Tensor& levels_bchw) const = 0;

  // Into the rows from `begin` on.
  absl::Status WriteTile(const at::Tensor& levels_bchw, int64_t begin,
                         const ImageFeatures& all) const;

  std::array<int64_t, 3> image_chw_;
  int64_t width_, classes_;
  ThreadPool* pool_;
};

/// What a network is shown of grey levels, as float32.
at::Tensor InRange(const at::Tensor& levels_bchw, PixelRange range);

/// The same for a label: "[0, 255]".
const char* RangeName(PixelRange range);

}  // namespace flow::core

#endif  // CORE_EVAL_FEATURES_TILED_EXTRACTOR_H_
