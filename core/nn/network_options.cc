#include "core/nn/network_options.h"

namespace flow::core {
namespace {

struct Width {
  int64_t operator()(const ConcatenatedTimeOptions&) const { return 1; }
  int64_t operator()(const SinusoidalTimeOptions& o) const { return o.dim; }
  int64_t operator()(const FourierTimeOptions& o) const { return o.dim; }
};

}  // namespace

int64_t TimeWidth(const TimeEmbeddingOptions& options) {
  return std::visit(Width{}, options);
}

int64_t PointWidth(const PointEmbeddingOptions& options, int64_t dim) {
  const auto* fourier = std::get_if<FourierPointsOptions>(&options);
  return fourier == nullptr ? dim : dim + fourier->dim;
}

int64_t InputWidth(const MlpOptions& options) {
  return PointWidth(options.point_embedding, options.dim) +
         TimeWidth(options.time_embedding) + options.classes;
}

int64_t OutputWidth(const MlpOptions& options) {
  switch (options.outputs) {
    case Outputs::kOne:
      break;
    case Outputs::kTwo:
      return 2 * options.dim;
    case Outputs::kField:
      return options.dim + 1;
  }
  return options.dim;
}

int64_t OutputChannels(const ImageShape& image, Outputs outputs) {
  switch (outputs) {
    case Outputs::kOne:
      break;
    case Outputs::kTwo:
      return 2 * image.channels;
    case Outputs::kField:
      return image.channels + 1;
  }
  return image.channels;
}

Outputs OutputsOf(const NetworkOptions& options) {
  if (std::holds_alternative<MlpPairOptions>(options)) return Outputs::kTwo;
  return std::visit(
      [](const auto& network) {
        if constexpr (requires { network.outputs; }) return network.outputs;
        return Outputs::kOne;
      },
      options);
}

int64_t NumClasses(const NetworkOptions& options) {
  return std::visit(
      [](const auto& network) -> int64_t {
        if constexpr (requires { network.classes; }) return network.classes;
        return 0;
      },
      options);
}

}  // namespace flow::core
