#include "core/nn/network_options.h"

namespace flow::core {
namespace {

struct Width {
  int64_t operator()(const ConcatenatedTimeOptions&) const { return 1; }
  int64_t operator()(const SinusoidalTimeOptions& o) const { return o.dim; }
  int64_t operator()(const FourierTimeOptions& o) const { return o.dim; }
};

struct Count {
  int64_t operator()(const MlpOptions& options) const {
    int64_t inputs = InputWidth(options);
    int64_t total = 0;
    for (const int64_t outputs : options.hidden) {
      total += (inputs + 1) * outputs;
      inputs = outputs;
    }
    return total + (inputs + 1) * OutputWidth(options);
  }
  int64_t operator()(const IcnnOptions& options) const {
    int64_t inputs = 0, total = 0;
    for (const int64_t outputs : options.hidden) {
      total += (options.dim + 1 + inputs) * outputs;
      inputs = outputs;
    }
    return total + inputs + options.dim + 1;
  }
  int64_t operator()(const MlpPairOptions& options) const {
    return 2 * (*this)(options.each);
  }
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

int64_t NumClasses(const NetworkOptions& options) {
  const auto* mlp = std::get_if<MlpOptions>(&options);
  return mlp == nullptr ? 0 : mlp->classes;
}

int64_t NumParameters(const NetworkOptions& options) {
  return std::visit(Count{}, options);
}

}  // namespace flow::core
