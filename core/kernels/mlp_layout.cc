#include "core/kernels/mlp_layout.h"

namespace flow::core {

MlpLayout::MlpLayout(const MlpOptions& options) {
  int64_t in = InputWidth(options);
  std::vector<int64_t> widths = options.hidden;
  widths.push_back(OutputWidth(options));
  for (const int64_t out : widths) {
    const int64_t bias = parameters + in * out;
    layers.push_back({in, out, parameters, bias});
    parameters = bias + out;
    in = out;
  }
}

int64_t RowStride(int64_t columns) {
  constexpr int64_t kLineFloats = 16;
  const int64_t lines = (columns + kLineFloats - 1) / kLineFloats;
  return (lines | 1) * kLineFloats;
}

}  // namespace flow::core
