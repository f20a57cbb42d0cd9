#include "core/kernels/mlp_gradient.h"

#include <algorithm>
#include <cmath>

#include "core/base/check.h"
#include "core/kernels/product.h"
#include "core/kernels/record_norm.h"

namespace flow::core {
namespace {

// Rows of a weight gradient in one piece: a multiple of what the product takes
// at once, enough work to be worth handing to a thread.
int64_t BlockRows(const LayerLayout& layer) {
  constexpr int64_t kRows = 12;
  constexpr int64_t kNumbers = 1024;
  return (kNumbers / layer.in / kRows + 1) * kRows;
}

// Fewer inputs than a vector has lanes: the product is taken the other way
// round.
bool IsNarrow(const LayerLayout& layer) {
  constexpr int64_t kLanes = 16;
  return layer.in < kLanes && layer.out >= kLanes;
}

void Scale(const MatrixRows& rows, int64_t columns, float factor) {
  for (int64_t i = rows.begin; i < rows.end; ++i) {
    for (int64_t j = 0; j < columns; ++j) rows.Row(i)[j] *= factor;
  }
}

void FillZeros(const MatrixRows& rows, int64_t columns) {
  for (int64_t i = rows.begin; i < rows.end; ++i) {
    std::fill_n(rows.Row(i), columns, 0.0f);
  }
}

}  // namespace

MlpGradient::MlpGradient(const MlpOptions& options)
    : layout_(options), activation_(ActivationOf(options)) {
  for (int k = layers() - 1; k >= 0; --k) {
    const LayerLayout& layer = layout_.layers[k];
    const int64_t step = IsNarrow(layer) ? layer.out : BlockRows(layer);
    for (int64_t i = 0; i < layer.out; i += step) {
      blocks_.push_back({k, i, std::min(layer.out, i + step)});
    }
  }
  for (const LayerLayout& layer : layout_.layers) {
    const bool is_first = layer.weight == 0;
    forward_.emplace_back(layer.in, layer.out);
    backward_.emplace_back(is_first ? 0 : layer.out, layer.in);
    narrow_.emplace_back(IsNarrow(layer) ? layer.in * layer.out : 0);
  }
}

void MlpGradient::Pack(int k, const float* weights) {
  const float* weight = weights + layout_.layers[k].weight;
  forward_[k].AssignTransposed(weight);
  if (k > 0) backward_[k].Assign(weight);
}

void MlpGradient::Reserve(int64_t rows) {
  if (rows <= capacity_) return;
  inputs_.clear();
  derivatives_.clear();
  gradients_.clear();
  for (const LayerLayout& layer : layout_.layers) {
    inputs_.emplace_back(rows * RowStride(layer.in));
    derivatives_.emplace_back(rows * RowStride(layer.out));
    gradients_.emplace_back(rows * RowStride(layer.out));
  }
  capacity_ = rows;
}

MatrixRows MlpGradient::Inputs(int layer, int64_t begin, int64_t end) const {
  return {inputs_[layer].data(), RowStride(layout_.layers[layer].in), begin,
          end};
}

MatrixRows MlpGradient::Gradients(int layer, int64_t begin, int64_t end) const {
  return {gradients_[layer].data(), RowStride(layout_.layers[layer].out), begin,
          end};
}

// Equal shares for the threads, in pieces whose activations stay in the cache,
// whole blocks of the product's rows.
int64_t MlpGradient::TileRows(int64_t rows, int threads) const {
  constexpr int64_t kMostRows = 96;
  constexpr int64_t kBlock = 6;
  const int64_t share = (rows + threads - 1) / threads;
  const int64_t tiles = (share + kMostRows - 1) / kMostRows;
  const int64_t blocks = (share + tiles * kBlock - 1) / (tiles * kBlock);
  return blocks * kBlock;
}

void MlpGradient::Forward(const float* weights, int64_t begin,
                          int64_t end) const {
  for (int k = 0; k < layers(); ++k) {
    const LayerLayout& layer = layout_.layers[k];
    const bool last = k + 1 == layers();
    const MatrixRows in = Inputs(k, begin, end);
    const MatrixRows out =
        last ? Gradients(k, begin, end) : Inputs(k + 1, begin, end);
    Product product = {.rows = end - begin,
                       .columns = layer.out,
                       .inner = layer.in,
                       .x = in.Row(begin),
                       .x_row = in.stride,
                       .c = out.Row(begin),
                       .c_row = out.stride,
                       .bias = weights + layer.bias};
    forward_[k].SetAsY(&product);
    Multiply(product);
    if (!last) {
      ApplyActivation(activation_, {out.Row(begin),
                                    derivatives_[k].data() + begin * out.stride,
                                    end - begin, layer.out, out.stride});
    }
  }
}

void MlpGradient::Backward(int64_t begin, int64_t end) const {
  for (int k = layers() - 1; k > 0; --k) {
    const LayerLayout& layer = layout_.layers[k];
    const MatrixRows from = Gradients(k, begin, end);
    const MatrixRows to = Gradients(k - 1, begin, end);
    Product product = {
        .rows = end - begin,
        .columns = layer.in,
        .inner = layer.out,
        .x = from.Row(begin),
        .x_row = from.stride,
        .c = to.Row(begin),
        .c_row = to.stride,
        .factor = derivatives_[k - 1].data() + begin * to.stride};
    backward_[k].SetAsY(&product);
    Multiply(product);
  }
}

void MlpGradient::ClipRecord(double norm, int64_t begin, int64_t end) const {
  double squares = 0;
  for (int k = 0; k < layers(); ++k) {
    const LayerLayout& layer = layout_.layers[k];
    squares += SquaredGradientNorm(
        {Inputs(k, begin, end), layer.in, Gradients(k, begin, end), layer.out});
  }
  if (squares <= norm * norm) return;
  const auto factor = static_cast<float>(norm / std::sqrt(squares));
  for (int k = 0; k < layers(); ++k) {
    const LayerLayout& layer = layout_.layers[k];
    if (std::isfinite(squares)) {
      Scale(Gradients(k, begin, end), layer.out, factor);
    } else {  // zero times infinity is no zero: the inputs go too
      FillZeros(Gradients(k, begin, end), layer.out);
      FillZeros(Inputs(k, begin, end), layer.in);
    }
  }
}

void MlpGradient::ClipRecords(const RecordClip& clip, int64_t rows,
                              ThreadPool* pool) const {
  FLOW_CHECK(clip.norm > 0 && std::isfinite(clip.norm))
      << "records are clipped to a positive and finite norm; got " << clip.norm;
  FLOW_CHECK(clip.rows >= 1 && rows % clip.rows == 0)
      << "a batch of " << rows << " rows is not made of records of "
      << clip.rows;
  constexpr int64_t kRows = 32;  // of a shard, about
  const int64_t step = (kRows / clip.rows + 1) * clip.rows;
  pool->ParallelFor((rows + step - 1) / step, [&](int64_t i) {
    const int64_t end = std::min(rows, (i + 1) * step);
    for (int64_t r = i * step; r < end; r += clip.rows) {
      ClipRecord(clip.norm, r, r + clip.rows);
    }
  });
}

void MlpGradient::WeightGradient(const WeightBlock& block, int64_t rows,
                                 float* gradient) const {
  const LayerLayout& layer = layout_.layers[block.layer];
  const MatrixRows in = Inputs(block.layer, 0, rows);
  const MatrixRows out = Gradients(block.layer, 0, rows);
  const float one = 1;
  Multiply({.rows = 1,
            .columns = block.end - block.begin,
            .inner = rows,
            .x = &one,
            .x_step = 0,
            .y = out.data + block.begin,
            .y_step = out.stride,
            .c = gradient + layer.bias + block.begin});
  float* weight = gradient + layer.weight + block.begin * layer.in;
  if (!IsNarrow(layer)) {
    return Multiply({.rows = block.end - block.begin,
                     .columns = layer.in,
                     .inner = rows,
                     .x = out.data + block.begin,
                     .x_row = 1,
                     .x_step = out.stride,
                     .y = in.data,
                     .y_step = in.stride,
                     .c = weight,
                     .c_row = layer.in});
  }
  float* scratch = narrow_[block.layer].data();
  Multiply({.rows = layer.in,
            .columns = layer.out,
            .inner = rows,
            .x = in.data,
            .x_row = 1,
            .x_step = in.stride,
            .y = out.data,
            .y_step = out.stride,
            .c = scratch,
            .c_row = layer.out});
  TransposeMatrix(scratch, layer.in, layer.out, weight, layer.in);
}

void MlpGradient::Compute(const float* weights, int64_t rows, FillInputs fill,
                          OutputGradient output, ThreadPool* pool,
                          float* gradient,
                          const std::optional<RecordClip>& clip) {
  Reserve(rows);
  pool->ParallelFor(layers(), [&](int64_t k) { Pack(k, weights); });
  const int64_t tile = TileRows(rows, pool->threads());
  pool->ParallelFor((rows + tile - 1) / tile, [&](int64_t i) {
    const int64_t begin = i * tile, end = std::min(rows, begin + tile);
    fill(Inputs(0, begin, end));
    Forward(weights, begin, end);
    output(Gradients(layers() - 1, begin, end));
    Backward(begin, end);
  });
  if (clip) ClipRecords(*clip, rows, pool);
  pool->ParallelFor(blocks_.size(), [&](int64_t i) {
    WeightGradient(blocks_[i], rows, gradient);
  });
}

}  // namespace flow::core
