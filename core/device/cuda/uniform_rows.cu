// What Dropout draws, on a GPU: number i of `like` is the first 24 bits of
// RowRandom(seed, (first_row + before) columns + i), as FillUniform has it.

#include <cstdint>

#include "ATen/core/Tensor.h"
#include "ATen/cuda/CUDAContext.h"
#include "ATen/ops/empty.h"
#include "c10/cuda/CUDAException.h"
#include "c10/cuda/CUDAGuard.h"
#include "core/base/philox.h"
#include "torch/library.h"

namespace flow::core {
namespace {

__global__ void FillUniformRows(uint64_t seed, int64_t first_row,
                                const int64_t* before, int64_t columns,
                                int64_t count, float* out) {
  const uint64_t first = (first_row + *before) * columns;
  const int64_t stride = static_cast<int64_t>(gridDim.x) * blockDim.x;
  for (int64_t i = static_cast<int64_t>(blockIdx.x) * blockDim.x + threadIdx.x;
       i < count; i += stride) {
    out[i] = (FirstWordOfRow(seed, first + i) >> 8) * 0x1p-24f;
  }
}

at::Tensor UniformRows(const at::Tensor& like, int64_t seed, int64_t first_row,
                       const at::Tensor& before) {
  // of several GPUs the one of `like`, whichever this thread works on
  const c10::cuda::CUDAGuard guard(like.device());
  at::Tensor out = at::empty(like.sizes(), like.options().dtype(at::kFloat));
  const int64_t count = like.numel();
  constexpr int kThreads = 256;
  const int64_t blocks =
      std::min<int64_t>((count + kThreads - 1) / kThreads, 65535);
  FillUniformRows<<<blocks, kThreads, 0, at::cuda::getCurrentCUDAStream()>>>(
      static_cast<uint64_t>(seed), first_row, before.const_data_ptr<int64_t>(),
      count / like.size(0), count, out.mutable_data_ptr<float>());
  C10_CUDA_KERNEL_LAUNCH_CHECK();
  return out;
}

}  // namespace

TORCH_LIBRARY(flow, library) {
  library.def(
      "uniform_rows(Tensor like, int seed, int first_row, Tensor before) -> "
      "Tensor");
}

TORCH_LIBRARY_IMPL(flow, CUDA, library) {
  library.impl("uniform_rows", UniformRows);
}

}  // namespace flow::core
