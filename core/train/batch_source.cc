#include "core/train/batch_source.h"

#include <algorithm>
#include <utility>

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
  if (options_.draws == Draws::kWithReplacement) return;
  FLOW_CHECK(target_->size().has_value()) << "rows of a law";
  FLOW_CHECK(options_.draws == Draws::kEpochs || coupling_->is_rowwise())
      << "distinct rows of a coupling that mixes them";
  draws_.emplace(options_.draws, options_.size, *target_->size(),
                 DeriveSeed(seed_, "target"));
}

// Those of `index`, one step behind the other.
Points BatchSource::DrawTarget(int64_t count, int64_t index) const {
  const Seed seed = DeriveSeed(seed_, "target", index);
  if (!draws_) return target_->Draw(count, seed);
  return target_->At(draws_->Rows(index, steps_), seed);
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
