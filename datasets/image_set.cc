#include "datasets/image_set.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "ATen/TensorOperators.h"
#include "ATen/ops/empty.h"
#include "ATen/ops/from_blob.h"
#include "ATen/ops/matmul.h"
#include "ATen/ops/outer.h"
#include "ATen/ops/where.h"
#include "ATen/ops/zeros.h"
#include "core/base/check.h"
#include "core/base/random.h"

namespace flow::datasets {
namespace {

// Images that become float64 at a time.
constexpr int64_t kSome = 1024;

// [N, D].
at::Tensor ValuesOf(const at::Tensor& byte_nchw, at::ScalarType dtype) {
  return byte_nchw.to(dtype).div_(127.5).sub_(1).flatten(/*start_dim=*/1);
}

// bool [N, 1, 1, 1].
at::Tensor DrawMirrored(int64_t n, Seed seed) {
  const at::Tensor mirrored = at::empty({n, 1, 1, 1}, at::kBool);
  bool* const out = mirrored.data_ptr<bool>();
  const Seed own = DeriveSeed(seed, "mirror");
  for (int64_t i = 0; i < n; ++i) out[i] = RowRandom(own, i).Uniform() < 0.5;
  return mirrored;
}

// Those of a set together with its mirror images, of its own.
core::Moments WithMirrored(const core::Moments& moments,
                           at::IntArrayRef image_chw) {
  const int64_t dim = moments.mean_d.size(0);
  const at::Tensor mirrored_d =
      moments.mean_d.reshape(image_chw).flip({2}).flatten();
  std::vector<int64_t> pairs = image_chw.vec();
  pairs.insert(pairs.end(), image_chw.begin(), image_chw.end());
  const at::Tensor mirrored_dd =
      moments.covariance_dd.reshape(pairs).flip({2, 5}).reshape({dim, dim});
  // what the two means are apart is spread as well
  const at::Tensor half_d = (moments.mean_d - mirrored_d) / 2;
  return {
      (moments.mean_d + mirrored_d) / 2,
      (moments.covariance_dd + mirrored_dd) / 2 + at::outer(half_d, half_d)};
}

}  // namespace

ImageSet::ImageSet(at::Tensor byte_mchw, at::Tensor label_m,
                   int64_t num_classes, bool mirror)
    : RowSet(byte_mchw.size(0), std::move(label_m), num_classes),
      byte_mchw_(std::move(byte_mchw)),
      mirror_(mirror) {
  FLOW_CHECK(byte_mchw_.dim() == 4 && byte_mchw_.numel() > 0 &&
             byte_mchw_.scalar_type() == at::kByte)
      << "images must be uint8 [M, C, H, W], none of them 0";
}

std::optional<core::Moments> ImageSet::ExactMoments() const {
  const double rows = *size();
  at::Tensor mean_d = at::zeros({dim()}, at::kDouble);
  for (const at::Tensor& some : byte_mchw_.split(kSome)) {
    mean_d += ValuesOf(some, at::kDouble).sum(/*dim=*/0) / rows;
  }
  at::Tensor covariance_dd = at::zeros({dim(), dim()}, at::kDouble);
  for (const at::Tensor& some : byte_mchw_.split(kSome)) {
    const at::Tensor centred_nd = ValuesOf(some, at::kDouble) - mean_d;
    covariance_dd += at::matmul(centred_nd.t(), centred_nd) / rows;
  }
  const core::Moments moments = {mean_d, covariance_dd};
  if (!mirror_) return moments;
  return WithMirrored(moments, byte_mchw_.sizes().slice(1));
}

std::shared_ptr<const core::RowSet> ImageSet::Select(
    const at::Tensor& index_k) const {
  return std::make_shared<ImageSet>(byte_mchw_.index_select(/*dim=*/0, index_k),
                                    LabelsAt(index_k), num_classes(), mirror_);
}

std::shared_ptr<const core::RowSet> ImageSet::Relabelled(
    at::Tensor label_m, int64_t num_classes) const {
  return std::make_shared<ImageSet>(byte_mchw_, std::move(label_m), num_classes,
                                    mirror_);
}

at::Tensor ImageSet::RowsAt(const at::Tensor& index_n, Seed seed) const {
  at::Tensor byte_nchw = byte_mchw_.index_select(/*dim=*/0, index_n);
  if (mirror_) {
    byte_nchw = at::where(DrawMirrored(index_n.size(0), seed),
                          byte_nchw.flip({3}), byte_nchw);
  }
  return ValuesOf(byte_nchw, at::kFloat);
}

std::shared_ptr<const ImageSet> MakeImageSet(ImageTable table, bool mirror) {
  const auto kept = std::make_shared<const ImageTable>(std::move(table));
  const absl::Span<const uint8_t> bytes = kept->bytes();
  FLOW_CHECK(std::ssize(bytes) == kept->rows * kept->dim())
      << bytes.size() << " bytes are no " << kept->rows << " images";
  // nothing writes to it
  const at::Tensor byte_mchw = at::from_blob(
      const_cast<uint8_t*>(bytes.data()),
      {kept->rows, kept->channels, kept->size, kept->size}, [kept](void*) {},
      at::kByte);
  at::Tensor label_m;
  if (kept->num_classes > 0) {
    label_m = at::empty({kept->rows}, at::kLong);
    std::copy(kept->label.begin(), kept->label.end(),
              label_m.data_ptr<int64_t>());
  }
  return std::make_shared<ImageSet>(byte_mchw, label_m, kept->num_classes,
                                    mirror);
}

}  // namespace flow::datasets
