#include "core/eval/features/feature_extractor.h"

#include "absl/strings/str_cat.h"

namespace flow::core {

std::string FeatureLabel(const FeatureExtractor& extractor) {
  const FeatureConventions& conventions = extractor.conventions();
  return absl::StrCat(
      conventions.extractor, " (", conventions.content.substr(0, 8), "), ",
      extractor.width(), " features; resize: ", conventions.resize,
      "; range: ", conventions.range,
      "; quantised: clip(127.5 x + 128, 0, 255)");
}

}  // namespace flow::core
