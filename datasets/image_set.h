#ifndef DATASETS_IMAGE_SET_H_
#define DATASETS_IMAGE_SET_H_

#include <cstdint>
#include <memory>
#include <optional>

#include "ATen/core/Tensor.h"
#include "core/distribution/row_set.h"
#include "datasets/images/image_table.h"

namespace flow::datasets {

// Shapes: M images of C channels, H rows and W columns; D = C H W.

/// A finite set of images that are kept as bytes: 50000 of 3 x 32 x 32 are
/// 154 MB, a quarter of what FiniteSet takes. A byte b of what is drawn becomes
/// the coordinate b / 127.5 - 1, in float32.
///
/// With `mirror`, row i of a draw is mirrored, left to right, with probability
/// 1/2: if the first number of RowRandom(DeriveSeed(seed, "mirror"), i) is
/// below 1/2. Which rows are drawn, and their labels, are those without it.
///
/// Immutable and thread-safe; keeps the tensors that it is given.
class ImageSet : public core::RowSet {
 public:
  /// Needs uint8 byte_mchw [M, C, H, W], none of them 0; with num_classes > 0
  /// also int64 label_m [M] in [0, num_classes).
  ImageSet(at::Tensor byte_mchw, at::Tensor label_m, int64_t num_classes,
           bool mirror);

  int64_t dim() const override { return byte_mchw_[0].numel(); }

  /// Of the draws: of the set, and with `mirror` of the set together with its
  /// mirror images. The covariance has D^2 numbers.
  std::optional<core::Moments> ExactMoments() const override;

  std::shared_ptr<const core::RowSet> Select(
      const at::Tensor& index_k) const override;
  std::shared_ptr<const core::RowSet> Relabelled(
      at::Tensor label_m, int64_t num_classes) const override;

 private:
  at::Tensor RowsAt(const at::Tensor& index_n, Seed seed) const override;

  at::Tensor byte_mchw_;
  bool mirror_;
};

/// The set of the images of a table, whose bytes it keeps as they lie.
std::shared_ptr<const ImageSet> MakeImageSet(ImageTable table, bool mirror);

}  // namespace flow::datasets

#endif  // DATASETS_IMAGE_SET_H_
