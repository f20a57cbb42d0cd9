// The random numbers of recordings, as the CPU has them (core/kernels):
// number i of uniform_rows is FillUniform's of row (first_row + before) columns
// + i, row i of normal_rows is FillNormal's of row row[i].

#include <algorithm>
#include <cstdint>

#include "ATen/core/Tensor.h"
#include "ATen/cuda/CUDAContext.h"
#include "ATen/ops/empty.h"
#include "c10/cuda/CUDAException.h"
#include "c10/cuda/CUDAGuard.h"
#include "core/base/normal_pair.h"
#include "core/base/philox.h"
#include "torch/library.h"

namespace flow::core {
namespace {

constexpr int kThreads = 256;

int BlocksFor(int64_t count) {
  return static_cast<int>(
      std::clamp<int64_t>((count + kThreads - 1) / kThreads, 1, 65535));
}

// The numbers below `count` that are this thread's, one after the other.
template <typename Do>
__device__ void ForOwn(int64_t count, Do work) {
  const int64_t stride = static_cast<int64_t>(gridDim.x) * blockDim.x;
  for (int64_t i = static_cast<int64_t>(blockIdx.x) * blockDim.x + threadIdx.x;
       i < count; i += stride) {
    work(i);
  }
}

__global__ void FillUniformRows(uint64_t seed, int64_t first_row,
                                const int64_t* before, int64_t columns,
                                int64_t count, float* out) {
  const uint64_t first = (first_row + *before) * columns;
  ForOwn(count, [&](int64_t i) {
    out[i] = (FirstWordOfRow(seed, first + i) >> 8) * 0x1p-24f;
  });
}

// A pair of numbers for a thread.
__global__ void FillNormalRows(const int64_t* seed, const int64_t* row,
                               int64_t rows, int64_t columns, float* out) {
  const int64_t pairs = (columns + 1) / 2;
  ForOwn(rows * pairs, [&](int64_t i) {
    const int64_t r = i / pairs, pair = i % pairs;
    const NormalPair both = NormalPairOfRow(*seed, row[r], pair);
    float* to = out + r * columns + 2 * pair;
    to[0] = static_cast<float>(both.first);
    if (2 * pair + 1 < columns) to[1] = static_cast<float>(both.second);
  });
}

at::Tensor UniformRows(const at::Tensor& like, int64_t seed, int64_t first_row,
                       const at::Tensor& before) {
  // of several GPUs the one of `like`, whichever this thread works on
  const c10::cuda::CUDAGuard guard(like.device());
  at::Tensor out = at::empty(like.sizes(), like.options().dtype(at::kFloat));
  const int64_t count = like.numel();
  FillUniformRows<<<BlocksFor(count), kThreads, 0,
                    at::cuda::getCurrentCUDAStream()>>>(
      static_cast<uint64_t>(seed), first_row, before.const_data_ptr<int64_t>(),
      count / like.size(0), count, out.mutable_data_ptr<float>());
  C10_CUDA_KERNEL_LAUNCH_CHECK();
  return out;
}

at::Tensor NormalRows(const at::Tensor& seed, const at::Tensor& row_r,
                      int64_t columns) {
  const c10::cuda::CUDAGuard guard(row_r.device());
  const at::Tensor row = row_r.contiguous();
  const int64_t rows = row.size(0);
  at::Tensor out =
      at::empty({rows, columns}, row.options().dtype(at::kFloat));
  FillNormalRows<<<BlocksFor(rows * ((columns + 1) / 2)), kThreads, 0,
                   at::cuda::getCurrentCUDAStream()>>>(
      seed.const_data_ptr<int64_t>(), row.const_data_ptr<int64_t>(), rows,
      columns, out.mutable_data_ptr<float>());
  C10_CUDA_KERNEL_LAUNCH_CHECK();
  return out;
}

}  // namespace

TORCH_LIBRARY(flow, library) {
  library.def(
      "uniform_rows(Tensor like, int seed, int first_row, Tensor before) -> "
      "Tensor");
  library.def("normal_rows(Tensor seed, Tensor row, int columns) -> Tensor");
}

TORCH_LIBRARY_IMPL(flow, CUDA, library) {
  library.impl("uniform_rows", UniformRows);
  library.impl("normal_rows", NormalRows);
}

}  // namespace flow::core
