#include "core/finetune/low_rank_adapter.h"

#include <utility>

#include "ATen/TensorOperators.h"
#include "ATen/ops/addmm.h"
#include "ATen/ops/mm.h"
#include "ATen/ops/zeros.h"
#include "absl/strings/str_cat.h"
#include "core/base/check.h"
#include "core/base/status_macros.h"
#include "core/finetune/low_rank_shapes.h"
#include "core/nn/drawn_values.h"

namespace flow::core {

absl::StatusOr<LowRankAdapter> LowRankAdapter::Create(
    const LowRankOptions& options, const Parameters& base) {
  FLOW_ASSIGN_OR_RETURN(const std::vector<ParameterShape> shapes,
                        LowRankShapes(options, ShapesOf(base)));
  Parameters zeros;
  for (const ParameterShape& p : shapes) {
    zeros.push_back({p.name, at::zeros(p.shape, base.front().value.options())});
  }
  std::vector<size_t> matrices;
  for (size_t k = 0; k < base.size(); ++k) {
    const size_t next = 2 * matrices.size();
    if (next == zeros.size()) break;
    if (zeros[next].name == absl::StrCat(base[k].name, ".lora_A")) {
      matrices.push_back(k);
    }
  }
  FLOW_CHECK(2 * matrices.size() == zeros.size())
      << "shapes are those of the network's matrices, in order";
  return LowRankAdapter(options.alpha / static_cast<double>(options.rank), base,
                        std::move(zeros), std::move(matrices));
}

LowRankAdapter::LowRankAdapter(double scale, Parameters base, Parameters zeros,
                               std::vector<size_t> matrices)
    : scale_(scale),
      base_(std::move(base)),
      zeros_(std::move(zeros)),
      matrices_(std::move(matrices)) {}

Parameters LowRankAdapter::Initialize(Seed seed) const {
  Parameters start = CloneParameters(zeros_);
  for (size_t k = 0; k < start.size(); k += 2) {
    NamedTensor& a = start[k];
    a.value =
        LinearStart(DeriveSeed(seed, a.name), a.value.sizes(), a.value.size(1));
  }
  return start;
}

void LowRankAdapter::Apply(const Parameters& adapter,
                           const Parameters& weights) const {
  for (size_t k = 0; k < matrices_.size(); ++k) {
    const at::Tensor& a = adapter[2 * k].value;
    const at::Tensor& b = adapter[2 * k + 1].value;
    at::Tensor weight = weights[matrices_[k]].value;
    at::addmm_out(weight, base_[matrices_[k]].value, b, a, /*beta=*/1,
                  /*alpha=*/scale_);
  }
}

Parameters LowRankAdapter::Merge(const Parameters& adapter) const {
  Parameters merged = CloneParameters(base_);
  Apply(adapter, merged);
  return merged;
}

void LowRankAdapter::PullBack(const Parameters& adapter,
                              const Parameters& gradient,
                              const Parameters& pulled) const {
  for (size_t k = 0; k < matrices_.size(); ++k) {
    const at::Tensor& g = gradient[matrices_[k]].value;
    const at::Tensor& a = adapter[2 * k].value;
    const at::Tensor& b = adapter[2 * k + 1].value;
    at::Tensor da = pulled[2 * k].value;
    at::Tensor db = pulled[2 * k + 1].value;
    at::mm_out(da, b.t(), g).mul_(scale_);
    at::mm_out(db, g, a.t()).mul_(scale_);
  }
}

}  // namespace flow::core
