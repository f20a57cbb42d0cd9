#include "core/tensor/epoch_index.h"

#include <algorithm>

#include "ATen/ops/concat.h"
#include "ATen/ops/empty.h"
#include "core/base/check.h"
#include "core/tensor/distinct_index.h"

namespace flow::core {
namespace {

// Batches that are made ahead lie on both sides of the end of an epoch.
constexpr int64_t kMostKept = 2;

}  // namespace

EpochIndex::EpochIndex(Seed seed, int64_t n) : seed_(seed), n_(n) {
  FLOW_CHECK(n >= 1) << "epochs of nothing";
}

at::Tensor EpochIndex::Rows(int64_t first, int64_t rows) const {
  FLOW_CHECK(first >= 0 && rows >= 0) << rows << " places from " << first;
  std::vector<at::Tensor> parts = {at::empty({0}, at::kLong)};
  for (int64_t place = first, end = first + rows; place < end;) {
    const int64_t begin = place % n_;
    const int64_t some = std::min(n_ - begin, end - place);
    parts.push_back(OrderOf(place / n_).narrow(0, begin, some));
    place += some;
  }
  return at::concat(parts);
}

at::Tensor EpochIndex::OrderOf(int64_t epoch) const {
  // others wait, for as a rule they want the same one
  const std::lock_guard<std::mutex> lock(mutex_);
  for (const Kept& kept : kept_) {
    if (kept.epoch == epoch) return kept.order_n;
  }
  if (std::ssize(kept_) == kMostKept) kept_.erase(kept_.begin());
  kept_.push_back(
      {epoch, DistinctIndexTensor(DeriveSeed(seed_, epoch), n_, n_)});
  return kept_.back().order_n;
}

}  // namespace flow::core
