#include "core/train/batch_source.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "ATen/ops/concat.h"
#include "core/base/check.h"
#include "core/base/status_macros.h"

namespace flow::core {
namespace {

int64_t StretchSteps(const Coupling& coupling, const BatchOptions& options,
                     int64_t dim) {
  return coupling.is_rowwise()
             ? StepsAtOnce(options, dim)
             : std::max<int64_t>(1, options.coupled / options.size);
}

}  // namespace

BatchSource::BatchSource(std::shared_ptr<const Distribution> source,
                         std::shared_ptr<const Distribution> target,
                         std::shared_ptr<const Coupling> coupling,
                         BatchOptions options, Seed seed)
    : source_(std::move(source)),
      target_(std::move(target)),
      coupling_(std::move(coupling)),
      options_(options),
      seed_(seed),
      steps_(StretchSteps(*coupling_, options, source_->dim())) {
  FLOW_CHECK(
      !options_.distinct ||
      (coupling_->is_rowwise() && target_->size().value_or(0) >= options_.size))
      << "distinct rows in batches of " << options_.size;
}

// Those of `index`, one step behind the other.
Points BatchSource::DrawTarget(int64_t count, int64_t index) const {
  const Seed seed = DeriveSeed(seed_, "target", index);
  if (!options_.distinct) return target_->Draw(count, seed);
  std::vector<at::Tensor> x, label;
  for (int64_t s = 0; s < steps_; ++s) {
    const Points points =
        target_->DrawDistinct(options_.size, DeriveSeed(seed, s));
    x.push_back(points.x_nd);
    if (points.label_n.defined()) label.push_back(points.label_n);
  }
  return {at::concat(x), label.empty() ? at::Tensor() : at::concat(label)};
}

// Source points that go with targets, or more of them to choose from.
Points BatchSource::DrawSource(const at::Tensor& label_n, int64_t count,
                               Seed seed) const {
  const int64_t rows = coupling_->source_rows(count);
  return rows == count ? source_->DrawFor(label_n, count, seed)
                       : source_->Draw(rows, seed);
}

absl::StatusOr<Batch> BatchSource::Couple(int64_t count, int64_t index,
                                          Normals normals) const {
  const Points* own = coupling_->own_target();
  const Points x1 = own != nullptr ? *own : DrawTarget(count, index);
  const Seed of_source = DeriveSeed(seed_, "source", index);
  if (normals == Normals::kLeft && coupling_->is_rowwise()) {
    if (const auto std = source_->centred_normal_std()) {
      return Batch{.x1_bd = x1.x_nd,
                   .label_b = x1.label_n,
                   .x0_draw = NormalDraw{.seed = of_source, .std = *std}};
    }
  }
  const Points x0 =
      DrawSource(own != nullptr ? at::Tensor() : x1.label_n, count, of_source);
  FLOW_ASSIGN_OR_RETURN(
      const Pairs pairs,
      coupling_->Couple(x0, x1, DeriveSeed(seed_, "coupling", index)));
  Batch batch;
  batch.x0_bd = x0.x_nd.index_select(0, pairs.source_b);
  batch.x1_bd = x1.x_nd.index_select(0, pairs.target_b);
  if (x1.label_n.defined()) {
    batch.label_b = x1.label_n.index_select(0, pairs.target_b);
  }
  batch.weight_b = pairs.weight_b;
  batch.coupling = pairs.report;
  return batch;
}

absl::StatusOr<Stretch> BatchSource::Make(int64_t step, Normals normals) const {
  const int64_t index = step / steps_;
  FLOW_ASSIGN_OR_RETURN(Batch pairs,
                        Couple(steps_ * options_.size, index, normals));
  return Stretch{index * steps_, steps_,
                 WithTimes(std::move(pairs), options_, seed_, index, normals)};
}

}  // namespace flow::core
