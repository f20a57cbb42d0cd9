#include "core/ot/dense_costs.h"

#include <algorithm>
#include <limits>

#include "core/base/check.h"
#include "core/ot/minimum.h"

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
  const float* costs = cost_rc_.data() + static_cast<size_t>(row) * size();
  const int32_t n = size();
  for (int32_t j = 0; j < n; ++j) scratch[j] = costs[j];
  return scratch;
}

double DenseCosts::Spread() const {
  const int32_t n = size();
  if (n == 0) return 0;
  double least = kInfinity, least_negated = kInfinity;
  std::vector<double> row(n);
  for (int32_t i = 0; i < n; ++i) {
    Block(i, 0, row.data());
    least = std::min(least, Minimum(row.data(), n));
    for (double& cost : row) cost = -cost;
    least_negated = std::min(least_negated, Minimum(row.data(), n));
  }
  return -least_negated - least;
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
