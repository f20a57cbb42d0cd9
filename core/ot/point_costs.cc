#include "core/ot/point_costs.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/base/check.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/ot/point_costs.cc"
#include "hwy/foreach_target.h"
// comes after foreach_target.h
#include "core/ot/point_costs-inl.h"
#include "hwy/highway.h"

#if HWY_ONCE
namespace flow::core {

HWY_EXPORT(BlockDistances);
HWY_EXPORT(BoxDistances);
HWY_EXPORT(RaiseToAnchored);

namespace {

constexpr int32_t kBlockSize = 64;

/// Orders points so that each aligned run of kBlockSize is near together: the
/// median of the widest coordinate parts them, again and again.
class TreeOrder {
 public:
  TreeOrder(absl::Span<const float> y_nd, int32_t dim)
      : y_nd_(y_nd), dim_(dim) {}

  void Sort(absl::Span<int32_t> points) const {
    const int64_t blocks = (points.size() + kBlockSize - 1) / kBlockSize;
    if (blocks < 2) return;
    const int64_t middle = blocks / 2 * kBlockSize;
    const int32_t k = WidestCoordinate(points);
    // the index settles ties, so that every library's sort agrees
    const auto before = [this, k](int32_t a, int32_t b) {
      const float at_a = At(a, k), at_b = At(b, k);
      return at_a < at_b || (at_a == at_b && a < b);
    };
    std::nth_element(points.begin(), points.begin() + middle, points.end(),
                     before);
    Sort(points.first(middle));
    Sort(points.subspan(middle));
  }

 private:
  float At(int32_t point, int32_t k) const {
    return y_nd_[static_cast<size_t>(point) * dim_ + k];
  }

  int32_t WidestCoordinate(absl::Span<const int32_t> points) const {
    int32_t widest = 0;
    double greatest = -1;
    for (int32_t k = 0; k < dim_; ++k) {
      float low = At(points[0], k), high = low;
      for (const int32_t point : points) {
        low = std::min(low, At(point, k));
        high = std::max(high, At(point, k));
      }
      const double width = static_cast<double>(high) - low;
      if (width > greatest) {
        greatest = width;
        widest = k;
      }
    }
    return widest;
  }

  absl::Span<const float> y_nd_;
  int32_t dim_;
};

}  // namespace

PointCosts::PointCosts(absl::Span<const float> x_nd,
                       absl::Span<const float> y_nd, int32_t n, int32_t dim,
                       GroundCost cost)
    : CostBlocks(n, kBlockSize),
      x_nd_(x_nd),
      dim_(dim),
      cost_(cost),
      point_of_column_(n) {
  FLOW_CHECK(dim >= 1) << "got " << dim;
  const size_t values = static_cast<size_t>(n) * dim;
  FLOW_CHECK(x_nd.size() == values && y_nd.size() == values)
      << "n x dim coordinates each; got " << x_nd.size() << " and "
      << y_nd.size();
  std::iota(point_of_column_.begin(), point_of_column_.end(), 0);
  TreeOrder(y_nd, dim).Sort(absl::MakeSpan(point_of_column_));
  // within a leaf the given order, so that nothing rests on nth_element's
  for (int32_t b = 0; b < blocks(); ++b) {
    const auto leaf = point_of_column_.begin() + BlockBegin(b);
    std::sort(leaf, leaf + BlockLength(b));
  }
  FillBlocks(y_nd);
  if (n > 0) FillSpread();
}

void PointCosts::FillBlocks(absl::Span<const float> y_nd) {
  const size_t boxes = static_cast<size_t>(dim_) * blocks();
  y_bkj_.resize(boxes * kBlockSize);
  low_kb_.resize(boxes);
  high_kb_.resize(boxes);
  for (int32_t b = 0; b < blocks(); ++b) {
    for (int32_t k = 0; k < dim_; ++k) {
      double* y = &y_bkj_[(static_cast<size_t>(b) * dim_ + k) * kBlockSize];
      const int32_t length = BlockLength(b);
      for (int32_t j = 0; j < length; ++j) {
        const size_t point = point_of_column_[BlockBegin(b) + j];
        y[j] = y_nd[point * dim_ + k];
      }
      const auto range = std::minmax_element(y, y + length);
      low_kb_[static_cast<size_t>(k) * blocks() + b] = *range.first;
      high_kb_[static_cast<size_t>(k) * blocks() + b] = *range.second;
    }
  }
}

// The farthest and the nearest two points of the clouds' bounding boxes.
void PointCosts::FillSpread() {
  double farthest = 0, nearest = 0;
  for (int32_t k = 0; k < dim_; ++k) {
    double x_low = x_nd_[k], x_high = x_low;
    for (size_t at = k; at < x_nd_.size(); at += dim_) {
      x_low = std::min<double>(x_low, x_nd_[at]);
      x_high = std::max<double>(x_high, x_nd_[at]);
    }
    const auto low = low_kb_.begin() + static_cast<size_t>(k) * blocks();
    const auto high = high_kb_.begin() + static_cast<size_t>(k) * blocks();
    const double y_low = *std::min_element(low, low + blocks());
    const double y_high = *std::max_element(high, high + blocks());
    const double far = std::max(x_high - y_low, y_high - x_low);
    const double near = std::max({y_low - x_high, x_low - y_high, 0.0});
    farthest += far * far;
    nearest += near * near;
  }
  farthest_ = farthest;
  spread_ = FromSquare(farthest) - FromSquare(nearest);
}

double PointCosts::FromSquare(double square) const {
  return cost_ == GroundCost::kEuclidean ? std::sqrt(square) : square;
}

// The operations and their order are those of Block(): rounding is monotone,
// so a box's distance never exceeds that of a point in it.
void PointCosts::Bounds(int32_t row, absl::Span<double> bounds) const {
  HWY_DYNAMIC_DISPATCH(BoxDistances)
  (cost_, &x_nd_[static_cast<size_t>(row) * dim_], low_kb_.data(),
   high_kb_.data(), dim_, blocks(), bounds.data());
}

double PointCosts::AnchorCoordinate(const Matching& matching, int32_t block,
                                    int32_t k) const {
  double sum = 0;
  int32_t pairs = 0;
  for (int32_t j = 0; j < BlockLength(block); ++j) {
    const int32_t row = matching.RowOf(BlockBegin(block) + j);
    if (row == Matching::kFree) continue;
    sum += x_nd_[static_cast<size_t>(row) * dim_ + k];
    ++pairs;
  }
  if (pairs > 0) return sum / pairs;
  const size_t at = static_cast<size_t>(k) * blocks() + block;
  return (low_kb_[at] + high_kb_[at]) / 2;
}

std::vector<double> PointCosts::Anchors(const Matching& matching) const {
  if (cost_ != GroundCost::kSquaredEuclidean) return {};
  std::vector<double> anchors;
  for (int32_t k = 0; k < dim_; ++k) {
    for (int32_t b = 0; b < blocks(); ++b) {
      anchors.push_back(AnchorCoordinate(matching, b, k));
    }
  }
  return anchors;
}

void PointCosts::AnchorCosts(absl::Span<const double> anchors,
                             absl::Span<double> costs) const {
  for (int32_t j = 0; j < size(); ++j) {
    const int32_t b = BlockOf(j);
    costs[j] = 0;
    for (int32_t k = 0; k < dim_; ++k) {
      const size_t at = static_cast<size_t>(b) * dim_ + k;
      const double difference = anchors[static_cast<size_t>(k) * blocks() + b] -
                                y_bkj_[at * kBlockSize + (j - BlockBegin(b))];
      costs[j] += difference * difference;
    }
  }
}

void PointCosts::RaiseBounds(int32_t row, absl::Span<const double> anchors,
                             absl::Span<const double> floors,
                             absl::Span<double> bounds) const {
  // thousands of times what rounding can do to sums of such numbers
  const double margin = 1e-12 * farthest_;
  HWY_DYNAMIC_DISPATCH(RaiseToAnchored)
  (&x_nd_[static_cast<size_t>(row) * dim_],
   {anchors.data(), low_kb_.data(), high_kb_.data(), floors.data()}, dim_,
   margin, blocks(), bounds.data());
}

const double* PointCosts::Block(int32_t row, int32_t block,
                                double* scratch) const {
  // whole blocks, a fixed count: the padding of the last costs nothing
  HWY_DYNAMIC_DISPATCH(BlockDistances)
  (cost_, &x_nd_[static_cast<size_t>(row) * dim_],
   &y_bkj_[static_cast<size_t>(block) * dim_ * kBlockSize], dim_, kBlockSize,
   scratch);
  return scratch;
}

}  // namespace flow::core
#endif  // HWY_ONCE
