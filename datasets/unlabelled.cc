#include "datasets/unlabelled.h"

#include <utility>

namespace flow::datasets {

Unlabelled::Unlabelled(std::shared_ptr<const core::Distribution> labelled)
    : labelled_(std::move(labelled)) {}

core::Points Unlabelled::Draw(int64_t n, Seed seed) const {
  return {labelled_->Draw(n, seed).x_nd, {}};
}

core::Points Unlabelled::DrawDistinct(int64_t n, Seed seed) const {
  return {labelled_->DrawDistinct(n, seed).x_nd, {}};
}

core::Points Unlabelled::At(const at::Tensor& index_n, Seed seed) const {
  return {labelled_->At(index_n, seed).x_nd, {}};
}

std::optional<at::Tensor> Unlabelled::LogDensity(const at::Tensor& x_nd) const {
  return labelled_->LogDensity(x_nd);
}

std::optional<core::Moments> Unlabelled::ExactMoments() const {
  return labelled_->ExactMoments();
}

}  // namespace flow::datasets
