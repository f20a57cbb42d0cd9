#ifndef CORE_EVAL_FEATURES_FEATURE_RUNS_H_
#define CORE_EVAL_FEATURES_FEATURE_RUNS_H_

#include <algorithm>
#include <cstdint>

#include "ATen/core/Tensor.h"

namespace flow::core {

/// Calls visit(rows) for one run of rows after the other, in float64 [R, F], R
/// at most 1024: all of them at once would take twice the memory of float32
/// again.
template <typename Visit>
void ForEachRun(const at::Tensor& x_nf, Visit visit) {
  constexpr int64_t kRows = 1024;
  for (int64_t i = 0; i < x_nf.size(0); i += kRows) {
    visit(x_nf.narrow(0, i, std::min(kRows, x_nf.size(0) - i)).to(at::kDouble));
  }
}

}  // namespace flow::core

#endif  // CORE_EVAL_FEATURES_FEATURE_RUNS_H_
