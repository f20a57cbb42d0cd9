#include "core/eval/features/digits_extractor.h"

#include "core/eval/features/digits_network.h"

namespace flow::core {

DigitsExtractor::DigitsExtractor(ThreadPool* pool)
    : TiledExtractor(kDigitsImage, kDigitsFeatures, kDigitsLogits, pool),
      conventions_{"flowlang's classifier of the digits", DigitsNetworkHash(),
                   "none", RangeName(PixelRange::kSigned)},
      weights_(DigitsNetworkWeights()) {}

absl::StatusOr<ImageFeatures> DigitsExtractor::OfTile(
    const at::Tensor& levels_bchw) const {
  return DigitsNetwork(weights_, InRange(levels_bchw, PixelRange::kSigned));
}

}  // namespace flow::core
