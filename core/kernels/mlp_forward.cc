#include "core/kernels/mlp_forward.h"

#include <algorithm>

#include "core/kernels/mlp_kernels.h"
#include "core/kernels/product.h"

namespace flow::core {

MlpForward::MlpForward(const MlpOptions& options, const float* weights)
    : layout_(options), activation_(options.activation) {
  for (const LayerLayout& layer : layout_.layers) {
    transposed_.emplace_back(layer.in * RowStride(layer.out));
    TransposeMatrix(weights + layer.weight, layer.out, layer.in,
                    transposed_.back().data(), RowStride(layer.out));
    biases_.emplace_back(layer.out);
    std::copy_n(weights + layer.bias, layer.out, biases_.back().data());
  }
}

MlpForward::Workspace::Workspace(const MlpForward& network, int64_t rows) {
  int64_t widest = 0;
  for (const LayerLayout& layer : network.layout_.layers) {
    widest = std::max({widest, RowStride(layer.in), RowStride(layer.out)});
  }
  even_ = AlignedFloats(rows * widest);
  odd_ = AlignedFloats(rows * widest);
  inputs_ = {even_.data(), RowStride(network.layout_.layers[0].in), 0, rows};
}

MatrixRows MlpForward::Run(int64_t rows, Workspace* workspace) const {
  MatrixRows in = workspace->inputs_;
  float* free = workspace->odd_.data();
  for (size_t k = 0; k < layout_.layers.size(); ++k) {
    const LayerLayout& layer = layout_.layers[k];
    const MatrixRows out = {free, RowStride(layer.out), 0, rows};
    Multiply({.rows = rows,
              .columns = layer.out,
              .inner = layer.in,
              .x = in.data,
              .x_row = in.stride,
              .y = transposed_[k].data(),
              .y_step = RowStride(layer.out),
              .c = out.data,
              .c_row = out.stride,
              .bias = biases_[k].data()});
    if (k + 1 < layout_.layers.size()) {
      ApplyActivation(activation_, {.values = out.data,
                                    .rows = rows,
                                    .columns = layer.out,
                                    .stride = out.stride});
    }
    free = in.data;
    in = out;
  }
  return in;
}

}  // namespace flow::core
