#ifndef DATASETS_UNLABELLED_H_
#define DATASETS_UNLABELLED_H_

#include <memory>
#include <optional>

#include "core/distribution/distribution.h"

namespace flow::datasets {

/// A distribution whose points have lost their labels; all else is the same.
/// Immutable and thread-safe.
class Unlabelled : public core::Distribution {
 public:
  explicit Unlabelled(std::shared_ptr<const core::Distribution> labelled);

  int64_t dim() const override { return labelled_->dim(); }
  std::optional<int64_t> size() const override { return labelled_->size(); }
  core::Points Draw(int64_t n, Seed seed) const override;
  core::Points DrawDistinct(int64_t n, Seed seed) const override;
  core::Points At(const at::Tensor& index_n, Seed seed) const override;
  std::optional<at::Tensor> LogDensity(const at::Tensor& x_nd) const override;
  std::optional<core::Moments> ExactMoments() const override;

 private:
  std::shared_ptr<const core::Distribution> labelled_;
};

}  // namespace flow::datasets

#endif  // DATASETS_UNLABELLED_H_
