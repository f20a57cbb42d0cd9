#ifndef CORE_EVAL_FEATURES_TORCH_SCRIPT_EXTRACTOR_H_
#define CORE_EVAL_FEATURES_TORCH_SCRIPT_EXTRACTOR_H_

#include <array>
#include <cstdint>
#include <memory>

#include "core/base/thread_pool.h"
#include "core/eval/features/feature_options.h"
#include "core/eval/features/tiled_extractor.h"

namespace flow::core {

/// A TorchScript file as an extractor: a module whose forward takes float32 [B,
/// C, H, W] and returns a floating type [B, F], as a network that resizes for
/// itself and ends before its last layer, or a tuple of that and logits [B, K].
///
/// It runs in evaluation mode, without gradients, on a device, in tiles. The
/// optimiser of TorchScript is off, since it changes code, and bits, after a
/// few calls.
class TorchScriptExtractor : public TiledExtractor {
 public:
  /// For images of `image_chw`. Loads the file and asks it for the features of
  /// a grey tile, by which their number is known and a file of another kind
  /// noticed before anything was generated. NotFound where there is no file;
  /// InvalidArgument, naming the file, when it is no TorchScript, fails on such
  /// images or returns another shape.
  static absl::StatusOr<std::unique_ptr<TorchScriptExtractor>> Create(
      const TorchScriptOptions& options,
      const std::array<int64_t, 3>& image_chw, at::Device device,
      ThreadPool* pool);

  ~TorchScriptExtractor() override;

  const FeatureConventions& conventions() const override {
    return conventions_;
  }

 private:
  struct Network;  // keeps torch/script.h out of here

  TorchScriptExtractor(const TorchScriptOptions& options,
                       const std::array<int64_t, 3>& image_chw,
                       const ImageFeatures& grey,
                       std::unique_ptr<Network> network, ThreadPool* pool);

  absl::StatusOr<ImageFeatures> OfTile(
      const at::Tensor& levels_bchw) const override;

  FeatureConventions conventions_;
  std::unique_ptr<Network> network_;
};

}  // namespace flow::core

#endif  // CORE_EVAL_FEATURES_TORCH_SCRIPT_EXTRACTOR_H_
