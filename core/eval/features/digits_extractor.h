#ifndef CORE_EVAL_FEATURES_DIGITS_EXTRACTOR_H_
#define CORE_EVAL_FEATURES_DIGITS_EXTRACTOR_H_

#include "core/base/thread_pool.h"
#include "core/eval/features/tiled_extractor.h"
#include "core/nn/network.h"

namespace flow::core {

/// The 32 features and ten logits of digits_network.h, of images of 8 x 8
/// pixels with one channel. Nothing is read: what needs features runs anywhere.
/// Numbers of it say how like digits images are, and compare with nothing
/// published.
class DigitsExtractor : public TiledExtractor {
 public:
  explicit DigitsExtractor(ThreadPool* pool);

  const FeatureConventions& conventions() const override {
    return conventions_;
  }

 private:
  absl::StatusOr<ImageFeatures> OfTile(
      const at::Tensor& levels_bchw) const override;

  FeatureConventions conventions_;
  Parameters weights_;
};

}  // namespace flow::core

#endif  // CORE_EVAL_FEATURES_DIGITS_EXTRACTOR_H_
