// The three products of a training step through one square layer, alone: where
// a step's time goes when its share of the peak is low.

#include <benchmark/benchmark.h>

#include "benchmarks/peak/peak_share.h"
#include "core/kernels/aligned_floats.h"
#include "core/kernels/mlp_layout.h"
#include "core/kernels/packed_matrix.h"
#include "core/kernels/product.h"

namespace flow::core {
namespace {

void Run(const Product& product, benchmark::State& state) {
  const PeakShare share(/*threads=*/1);
  for (auto _ : state) Multiply(product);
  share.Report(2.0 * static_cast<double>(product.rows) *
                   static_cast<double>(product.columns) *
                   static_cast<double>(product.inner),
               &state);
}

// C = X W^T, X of rows by width.
void Forward(benchmark::State& state) {
  const int64_t rows = state.range(0), width = state.range(1);
  const int64_t stride = RowStride(width);
  const AlignedFloats x(rows * stride), c(rows * stride);
  const PackedMatrix y(width, width);
  const AlignedFloats bias(width);
  Product product = {.rows = rows,
                     .columns = width,
                     .inner = width,
                     .x = x.data(),
                     .x_row = stride,
                     .c = c.data(),
                     .c_row = stride,
                     .bias = bias.data()};
  y.SetAsY(&product);
  Run(product, state);
}

// C = (X W) * F.
void Backward(benchmark::State& state) {
  const int64_t rows = state.range(0), width = state.range(1);
  const int64_t stride = RowStride(width);
  const AlignedFloats x(rows * stride), c(rows * stride);
  const PackedMatrix y(width, width);
  const AlignedFloats factor(rows * stride);
  Product product = {.rows = rows,
                     .columns = width,
                     .inner = width,
                     .x = x.data(),
                     .x_row = stride,
                     .c = c.data(),
                     .c_row = stride,
                     .factor = factor.data()};
  y.SetAsY(&product);
  Run(product, state);
}

// C = G^T X, a block of C's rows that one thread takes.
void WeightGradient(benchmark::State& state) {
  const int64_t rows = state.range(0), width = state.range(1);
  const int64_t stride = RowStride(width);
  const AlignedFloats x(rows * stride), y(rows * stride), c(width * width);
  Run({.rows = 24,
       .columns = width,
       .inner = rows,
       .x = x.data(),
       .x_row = 1,
       .x_step = stride,
       .y = y.data(),
       .y_step = stride,
       .c = c.data(),
       .c_row = width},
      state);
}

void Cases(benchmark::internal::Benchmark* bench) {
  bench->ArgNames({"rows", "width"})
      ->Unit(benchmark::kMicrosecond)
      ->ArgsProduct({{64, 96, 256}, {64, 256, 512}});
}
BENCHMARK(Forward)->Apply(Cases);
BENCHMARK(Backward)->Apply(Cases);
BENCHMARK(WeightGradient)->Apply(Cases);

}  // namespace
}  // namespace flow::core

BENCHMARK_MAIN();
