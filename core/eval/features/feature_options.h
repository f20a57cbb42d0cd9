#ifndef CORE_EVAL_FEATURES_FEATURE_OPTIONS_H_
#define CORE_EVAL_FEATURES_FEATURE_OPTIONS_H_

/// What makes features of images. Free of torch, so that a plan can hold it.

#include <cstdint>
#include <string>
#include <variant>

namespace flow::core {

/// What grey levels g become before a network sees them, as float32.
enum class PixelRange {
  kBytes,   // g, from 0 to 255
  kUnit,    // g / 255
  kSigned,  // g / 127.5 - 1
};

/// See digits_extractor.h.
struct DigitsFeaturesOptions {};
inline constexpr int64_t kDigitsFeatures = 32;

/// See torch_script_extractor.h.
struct TorchScriptOptions {
  std::string path;
  std::string name;    // of the network and its weights, for the label
  std::string resize;  // what the network does to sizes, for the label
  PixelRange range = PixelRange::kBytes;
};

using FeatureOptions = std::variant<DigitsFeaturesOptions, TorchScriptOptions>;

}  // namespace flow::core

#endif  // CORE_EVAL_FEATURES_FEATURE_OPTIONS_H_
