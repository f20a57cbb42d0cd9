#include "core/train/batch.h"

#include <utility>

#include "core/base/status_macros.h"
#include "core/tensor/random_tensor.h"

namespace flow::core {

Batch Rows(const Batch& batch, int64_t begin, int64_t end) {
  const auto rows = [&](const at::Tensor& tensor) {
    return tensor.defined() ? tensor.narrow(0, begin, end - begin) : tensor;
  };
  return {rows(batch.x0_bd), rows(batch.x1_bd), rows(batch.t_b),
          rows(batch.noise_bd), rows(batch.label_b)};
}

BatchSource::BatchSource(std::shared_ptr<const Distribution> source,
                         std::shared_ptr<const Distribution> target,
                         std::shared_ptr<const Coupling> coupling,
                         BatchOptions options, Seed seed)
    : source_(std::move(source)),
      target_(std::move(target)),
      coupling_(std::move(coupling)),
      options_(options),
      seed_(seed) {}

absl::StatusOr<Batch> BatchSource::Get(int64_t step) const {
  const Points x0 =
      source_->Draw(options_.size, DeriveSeed(seed_, "source", step));
  const Points x1 =
      target_->Draw(options_.size, DeriveSeed(seed_, "target", step));
  FLOW_ASSIGN_OR_RETURN(
      const Pairs pairs,
      coupling_->Couple(x0, x1, DeriveSeed(seed_, "coupling", step)));
  Batch batch;
  batch.x0_bd = x0.x_nd.index_select(0, pairs.source_b);
  batch.x1_bd = x1.x_nd.index_select(0, pairs.target_b);
  batch.t_b = UniformTensor(DeriveSeed(seed_, "time", step), options_.size);
  if (options_.noise) {
    batch.noise_bd = NormalTensor(DeriveSeed(seed_, "noise", step),
                                  options_.size, source_->dim());
  }
  if (x1.label_n.defined()) {
    batch.label_b = x1.label_n.index_select(0, pairs.target_b);
  }
  return batch;
}

}  // namespace flow::core
