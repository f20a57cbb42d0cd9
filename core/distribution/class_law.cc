#include "core/distribution/class_law.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "ATen/ops/empty.h"
#include "core/base/check.h"

namespace flow::core {
namespace {

// A class that is one row in a hundred has come by then but for 1e-43.
constexpr int kMostDraws = 10000;

}  // namespace

ClassLaw::ClassLaw(std::shared_ptr<const Distribution> law,
                   const std::vector<int64_t>& classes)
    : law_(std::move(law)), wanted_(law_->num_classes()) {
  FLOW_CHECK(!law_->size() && !classes.empty()) << "classes of a law";
  for (const int64_t c : classes) {
    FLOW_CHECK(0 <= c && c < law_->num_classes()) << "class " << c;
    wanted_[c] = true;
  }
}

Points ClassLaw::Draw(int64_t n, Seed seed) const {
  const int64_t dim = law_->dim();
  Points points = {at::empty({n, dim}, at::kFloat), at::empty({n}, at::kLong)};
  float* const x = points.x_nd.data_ptr<float>();
  int64_t* const label = points.label_n.data_ptr<int64_t>();
  std::vector<int64_t> missing(n);
  std::iota(missing.begin(), missing.end(), 0);
  for (int k = 0; !missing.empty(); ++k) {
    FLOW_CHECK(k < kMostDraws) << "classes that do not come";
    // a shorter draw is the beginning of a longer one
    const Points drawn =
        law_->Draw(missing.back() + 1, DeriveSeed(seed, "class_law", k));
    const float* const from = drawn.x_nd.const_data_ptr<float>();
    const int64_t* const of = drawn.label_n.const_data_ptr<int64_t>();
    std::erase_if(missing, [&](int64_t i) {
      if (!wanted_[of[i]]) return false;
      std::copy_n(from + i * dim, dim, x + i * dim);
      label[i] = of[i];
      return true;
    });
  }
  return points;
}

}  // namespace flow::core
