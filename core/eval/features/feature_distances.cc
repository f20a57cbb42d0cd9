#include "core/eval/features/feature_distances.h"

#include <algorithm>
#include <limits>

#include "ATen/TensorOperators.h"
#include "ATen/ops/empty.h"
#include "core/base/check.h"

namespace flow::core {
namespace {

constexpr int64_t kRun = 512;

// Calls visit(first row, rows in float64) for one run after the other.
template <typename Visit>
void ForEachRun(const at::Tensor& x_nf, Visit visit) {
  for (int64_t i = 0; i < x_nf.size(0); i += kRun) {
    visit(i,
          x_nf.narrow(0, i, std::min(kRun, x_nf.size(0) - i)).to(at::kDouble));
  }
}

}  // namespace

double FeatureDistance(const at::Tensor& x_f, const at::Tensor& y_f) {
  FLOW_CHECK(x_f.numel() == y_f.numel()) << "rows of unequal widths";
  const at::Tensor x_double_f = x_f.to(at::kDouble).contiguous();
  const at::Tensor y_double_f = y_f.to(at::kDouble).contiguous();
  const double* const x = x_double_f.const_data_ptr<double>();
  const double* const y = y_double_f.const_data_ptr<double>();
  double sum = 0;
  for (int64_t f = 0; f < x_f.numel(); ++f) {
    sum += (x[f] - y[f]) * (x[f] - y[f]);
  }
  return sum;
}

QuickDistances::QuickDistances(const at::Tensor& to_mf)
    : to_mf_(to_mf), square_m_(at::empty({to_mf.size(0)}, at::kDouble)) {
  ForEachRun(to_mf_, [&](int64_t begin, const at::Tensor& run_cf) {
    square_m_.narrow(0, begin, run_cf.size(0)).copy_(run_cf.square().sum(1));
  });
}

QuickDistances::Rows QuickDistances::From(const at::Tensor& x_rf) const {
  const at::Tensor x_double_rf = x_rf.to(at::kDouble);
  const at::Tensor square_r = x_double_rf.square().sum(1);
  const double unit = static_cast<double>(x_rf.size(1) + 8) *
                      std::numeric_limits<double>::epsilon();
  Rows rows{square_r.unsqueeze(1) + square_m_,
            unit * (square_r.sqrt() + square_m_.max().sqrt()).square()};
  ForEachRun(to_mf_, [&](int64_t begin, const at::Tensor& run_cf) {
    rows.squared_rm.narrow(1, begin, run_cf.size(0))
        .addmm_(x_double_rf, run_cf.t(), /*beta=*/1, /*alpha=*/-2);
  });
  return rows;
}

}  // namespace flow::core
