#include "core/kernels/mlp_forward.h"

#include <algorithm>
#include <utility>

#include "core/base/check.h"
#include "core/kernels/product.h"

namespace flow::core {

MlpForward::MlpForward(const MlpOptions& options, const float* weights)
    : layout_(options), activation_(ActivationOf(options)) {
  for (const LayerLayout& layer : layout_.layers) {
    transposed_.emplace_back(layer.in, layer.out);
    transposed_.back().AssignTransposed(weights + layer.weight);
    biases_.emplace_back(layer.out);
    std::copy_n(weights + layer.bias, layer.out, biases_.back().data());
  }
  const LayerLayout& last = layout_.layers.back();
  last_ = AlignedFloats(last.out * RowStride(last.in));
  for (int64_t i = 0; i < last.out; ++i) {
    std::copy_n(weights + last.weight + i * last.in, last.in,
                last_.data() + i * RowStride(last.in));
  }
}

MlpForward::Workspace::Workspace(const MlpForward& network, int64_t rows) {
  const LayerLayout& first = network.layout_.layers.front();
  const LayerLayout& last = network.layout_.layers.back();
  inputs_memory_ = AlignedFloats(rows * RowStride(first.in));
  outputs_memory_ = AlignedFloats(rows * RowStride(last.out));
  inputs_ = {inputs_memory_.data(), RowStride(first.in), 0, rows};
  outputs_ = {outputs_memory_.data(), RowStride(last.out), 0, rows};
  int64_t widest = 0;
  for (int k = 0; k + 1 < network.layers(); ++k) {
    const int64_t stride = RowStride(network.layout_.layers[k].out);
    widest = std::max(widest, stride);
    derivatives_.emplace_back(rows * stride);
  }
  even_ = AlignedFloats(rows * widest);
  odd_ = AlignedFloats(rows * widest);
  dots_.resize(rows);
}

MatrixRows MlpForward::RunLayers(int64_t rows, bool derivatives,
                                 Workspace* workspace) const {
  MatrixRows in = workspace->inputs_;
  for (int k = 0; k < layers(); ++k) {
    const LayerLayout& layer = layout_.layers[k];
    const bool last = k + 1 == layers();
    float* memory = (k % 2 == 0 ? workspace->even_ : workspace->odd_).data();
    const MatrixRows out =
        last ? workspace->outputs_
             : MatrixRows{memory, RowStride(layer.out), 0, rows};
    Product product = {.rows = rows,
                       .columns = layer.out,
                       .inner = layer.in,
                       .x = in.data,
                       .x_row = in.stride,
                       .c = out.data,
                       .c_row = out.stride,
                       .bias = biases_[k].data()};
    transposed_[k].SetAsY(&product);
    Multiply(product);
    if (!last) {
      ApplyActivation(
          activation_,
          {.values = out.data,
           .derivatives =
               derivatives ? workspace->derivatives_[k].data() : nullptr,
           .rows = rows,
           .columns = layer.out,
           .stride = out.stride});
    }
    in = out;
  }
  return in;
}

MatrixRows MlpForward::Run(int64_t rows, Workspace* workspace) const {
  return RunLayers(rows, /*derivatives=*/false, workspace);
}

// e . (dv/dx) e of each row to the workspace's dots_, for direction `i`.
void MlpForward::CarryDirection(int64_t rows, const Directions& directions,
                                int64_t i, Workspace* workspace) const {
  const int64_t dim = layout_.layers.back().out;
  const float* probe = directions.probes == nullptr
                           ? nullptr
                           : directions.probes + i * rows * dim;
  const LayerLayout& first = layout_.layers[0];
  float* from = workspace->even_.data();
  float* to = workspace->odd_.data();
  const float one = 1;
  Product product = {.rows = rows,
                     .columns = first.out,
                     .c = from,
                     .c_row = RowStride(first.out),
                     .factor = workspace->derivatives_[0].data()};
  const bool unit = directions.tangents == nullptr && probe == nullptr;
  if (directions.tangents != nullptr) {
    product.inner = product.x_row = directions.tangent_width;
    product.x = directions.tangents + i * rows * directions.tangent_width;
  } else if (probe != nullptr) {
    product.inner = product.x_row = dim;
    product.x = probe;
  } else {
    product.inner = 1;
    product.x = &one;  // for every row
  }
  transposed_[0].SetAsY(&product, unit ? i : 0);
  Multiply(product);
  for (int k = 1; k + 1 < layers(); ++k) {
    const LayerLayout& layer = layout_.layers[k];
    product = {.rows = rows,
               .columns = layer.out,
               .inner = layer.in,
               .x = from,
               .x_row = RowStride(layer.in),
               .c = to,
               .c_row = RowStride(layer.out),
               .factor = workspace->derivatives_[k].data()};
    transposed_[k].SetAsY(&product);
    Multiply(product);
    std::swap(from, to);
  }
  const LayerLayout& last = layout_.layers.back();
  const int64_t stride = RowStride(last.in);
  DotRowsOptions dots = {
      .rows = rows,
      .columns = last.in,
      .x = from,
      .x_row = stride,
      .y = last_.data() + (probe == nullptr ? i : 0) * stride,
      .y_row = 0,
      .out = workspace->dots_.data()};
  if (probe != nullptr) {
    Multiply({.rows = rows,
              .columns = last.in,
              .inner = dim,
              .x = probe,
              .x_row = dim,
              .y = last_.data(),
              .y_step = stride,
              .c = to,
              .c_row = stride});
    dots.y = to;
    dots.y_row = stride;
  }
  DotRows(dots);
}

MatrixRows MlpForward::RunWithDivergence(int64_t rows,
                                         const Directions& directions,
                                         Workspace* workspace,
                                         double* divergence) const {
  const MatrixRows out = RunLayers(rows, /*derivatives=*/true, workspace);
  FLOW_CHECK(directions.probes != nullptr ||
             directions.count == layout_.layers.back().out)
      << directions.count << " unit vectors";
  for (int64_t i = 0; i < directions.count; ++i) {
    CarryDirection(rows, directions, i, workspace);
    for (int64_t r = 0; r < rows; ++r) divergence[r] += workspace->dots_[r];
  }
  return out;
}

}  // namespace flow::core
