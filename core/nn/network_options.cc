#include "core/nn/network_options.h"

namespace flow::core {
namespace {

struct Width {
  int64_t operator()(const ConcatenatedTimeOptions&) const { return 1; }
  int64_t operator()(const SinusoidalTimeOptions& o) const { return o.dim; }
};

struct Count {
  int64_t operator()(const MlpOptions& options) const {
    int64_t inputs = options.dim + TimeWidth(options.time_embedding);
    int64_t total = 0;
    for (const int64_t outputs : options.hidden) {
      total += (inputs + 1) * outputs;
      inputs = outputs;
    }
    return total + (inputs + 1) * options.dim;
  }
};

}  // namespace

int64_t TimeWidth(const TimeEmbeddingOptions& options) {
  return std::visit(Width{}, options);
}

int64_t NumParameters(const NetworkOptions& options) {
  return std::visit(Count{}, options);
}

}  // namespace flow::core
