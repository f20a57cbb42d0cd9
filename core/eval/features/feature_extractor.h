#ifndef CORE_EVAL_FEATURES_FEATURE_EXTRACTOR_H_
#define CORE_EVAL_FEATURES_FEATURE_EXTRACTOR_H_

#include <cstdint>
#include <string>

#include "ATen/core/Tensor.h"
#include "absl/status/statusor.h"
#include "core/eval/metric.h"

namespace flow::core {

// Shapes: B images, C channels, H rows, W columns, F features, K classes.

/// What a number of features depends on besides the images. Distances of two
/// extractors do not compare, nor do those of one with two ways of resizing.
struct FeatureConventions {
  std::string extractor;  // what a person calls it: "inception_v3_tf2015"
  std::string content;    // the hash of its file or weights
  std::string resize;     // who resizes and how: "bilinear, inside the network"
  std::string range;      // of what the network is given: "[0, 255]"
};

/// What makes features of images. Immutable and thread-safe.
class FeatureExtractor {
 public:
  virtual ~FeatureExtractor() = default;

  virtual const FeatureConventions& conventions() const = 0;

  /// The number of features of an image.
  virtual int64_t width() const = 0;

  /// The number of classes that it tells apart; 0 where it is no classifier.
  virtual int64_t classes() const = 0;

  /// float32 features [B, F], and of a classifier float32 logits [B, K].
  /// `images_bchw` are uint8, or floats of [-1, 1], which QuantisedImages takes
  /// to uint8 first: features are of what a viewer would be shown. An image's
  /// features do not depend on the images beside it. InvalidArgument for images
  /// of another shape or dtype, OutOfRange where an image or a feature is not
  /// finite.
  virtual absl::StatusOr<ImageFeatures> Features(
      const at::Tensor& images_bchw) const = 0;
};

/// What stands beside every number of features: "inception_v3_tf2015
/// (3f9a01c2), 2048 features; resize: bilinear, inside the network; range: [0,
/// 255]; quantised: clip(127.5 x + 128, 0, 255)", with the first digits of the
/// hash, so that two networks of one name are told apart.
std::string FeatureLabel(const FeatureExtractor& extractor);

}  // namespace flow::core

#endif  // CORE_EVAL_FEATURES_FEATURE_EXTRACTOR_H_
