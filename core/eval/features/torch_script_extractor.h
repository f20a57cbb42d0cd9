#ifndef CORE_EVAL_FEATURES_TORCH_SCRIPT_EXTRACTOR_H_
#define CORE_EVAL_FEATURES_TORCH_SCRIPT_EXTRACTOR_H_

#include <cstdint>
#include <memory>
#include <string>

#include "core/base/thread_pool.h"
#include "core/eval/features/feature_extractor.h"

namespace flow::core {

/// What grey levels g become before the network sees them, as float32.
enum class PixelRange {
  kBytes,   // g, from 0 to 255
  kUnit,    // g / 255
  kSigned,  // g / 127.5 - 1
};

struct TorchScriptOptions {
  std::string path;
  std::string name;    // of the network and its weights, for the label
  std::string resize;  // what the network does to sizes, for the label
  PixelRange range = PixelRange::kBytes;
  int64_t channels = 3, height = 32, width = 32;  // of an image, each >= 1
};

/// A TorchScript file as an extractor: a module whose forward takes float32 [B,
/// C, H, W] and returns a floating type [B, F], as a network that resizes for
/// itself and ends before its last layer.
///
/// It runs in evaluation mode, without gradients, on the CPU, in tiles of 64
/// images, the last filled up with its last image: the memory is bounded and an
/// image's features do not depend on what is beside it. The optimiser of
/// TorchScript is off, since it changes code, and bits, after a few calls.
/// Tiles are the shards of the pool.
class TorchScriptExtractor : public FeatureExtractor {
 public:
  /// Loads the file and asks it for the features of a grey tile, by which their
  /// number is known and a file of another kind noticed before anything was
  /// generated. NotFound where there is no file; InvalidArgument, naming the
  /// file, when it is no TorchScript, fails on such images or returns another
  /// shape. `pool` must outlive the extractor.
  static absl::StatusOr<std::unique_ptr<TorchScriptExtractor>> Create(
      const TorchScriptOptions& options, ThreadPool* pool);

  ~TorchScriptExtractor() override;

  const FeatureConventions& conventions() const override {
    return conventions_;
  }
  int64_t width() const override { return width_; }

  /// Also OutOfRange where an image or a feature is not finite.
  absl::StatusOr<at::Tensor> Features(
      const at::Tensor& images_bchw) const override;

 private:
  struct Network;  // keeps torch/script.h out of here

  TorchScriptExtractor(const TorchScriptOptions& options,
                       std::unique_ptr<Network> network, int64_t width,
                       ThreadPool* pool);

  // The features of the images from `begin` on, as many as a tile has.
  absl::Status WriteTile(const at::Tensor& levels_bchw, int64_t begin,
                         const at::Tensor& feature_bf) const;

  TorchScriptOptions options_;
  FeatureConventions conventions_;
  std::unique_ptr<Network> network_;
  int64_t width_;
  ThreadPool* pool_;
};

}  // namespace flow::core

#endif  // CORE_EVAL_FEATURES_TORCH_SCRIPT_EXTRACTOR_H_
