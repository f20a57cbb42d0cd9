#include "core/ot/dense_costs.h"

#include <algorithm>
#include <limits>

#include "core/base/check.h"
#include "core/ot/kernel_rows.h"
#include "core/ot/widen.h"

namespace flow::core {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

}  // namespace

DenseCosts::DenseCosts(absl::Span<const float> cost_rc, int32_t n)
    : CostBlocks(n, std::max(n, 1)), cost_rc_(cost_rc) {
  FLOW_CHECK(cost_rc.size() == static_cast<size_t>(n) * n)
      << "n x n costs; got " << cost_rc.size() << " for n = " << n;
}

void DenseCosts::Bounds(int32_t row, absl::Span<double> bounds) const {
  std::fill(bounds.begin(), bounds.end(), -kInfinity);
}

const double* DenseCosts::Block(int32_t row, int32_t block,
                                double* scratch) const {
  Widen(&cost_rc_[static_cast<size_t>(row) * size()], size(), scratch);
  return scratch;
}

double DenseCosts::Spread() const {
  const auto extremes = FiniteExtremes(cost_rc_.data(), cost_rc_.size());
  return extremes ? static_cast<double>(extremes->most) - extremes->least : 0;
}

CachedCosts::CachedCosts(const CostBlocks& source)
    : CostBlocks(source.size(), std::max(source.size(), 1)),
      spread_(source.Spread()) {
  const size_t n = source.size();
  cost_rc_.resize(n * n);
  std::vector<double> scratch(source.block_size());
  for (int32_t i = 0; i < source.size(); ++i) {
    for (int32_t b = 0; b < source.blocks(); ++b) {
      const double* costs = source.Block(i, b, scratch.data());
      std::copy_n(costs, source.BlockLength(b),
                  cost_rc_.begin() + i * n + source.BlockBegin(b));
    }
  }
}

void CachedCosts::Bounds(int32_t row, absl::Span<double> bounds) const {
  std::fill(bounds.begin(), bounds.end(), -kInfinity);
}

const double* CachedCosts::Block(int32_t row, int32_t block,
                                 double* scratch) const {
  return cost_rc_.data() + static_cast<size_t>(row) * size();
}

}  // namespace flow::core
