#include "core/train/batch.h"

#include <utility>

#include "ATen/ops/empty.h"
#include "core/base/status_macros.h"
#include "core/tensor/random_tensor.h"
#include "core/train/time_law.h"

namespace flow::core {
namespace {

// Row i depends on the seed and i alone.
at::Tensor DrawTimes(const TimeLawOptions& law, Seed seed, int64_t rows) {
  const at::Tensor t_b = at::empty({rows}, at::kFloat);
  float* out = t_b.data_ptr<float>();
  for (int64_t i = 0; i < rows; ++i) {
    RowRandom random(seed, i);
    out[i] = static_cast<float>(DrawTime(law, random));
  }
  return t_b;
}

// Each pair `times` times in a row.
Batch Repeat(Batch pairs, int64_t times) {
  if (times == 1) return pairs;
  for (at::Tensor* rows :
       {&pairs.x0_bd, &pairs.x1_bd, &pairs.label_b, &pairs.weight_b}) {
    if (rows->defined()) *rows = rows->repeat_interleave(times, 0);
  }
  return pairs;
}

}  // namespace

Batch Rows(const Batch& batch, int64_t begin, int64_t end) {
  const auto rows = [&](const at::Tensor& tensor) {
    return tensor.defined() ? tensor.narrow(0, begin, end - begin) : tensor;
  };
  return {rows(batch.x0_bd),    rows(batch.x1_bd),   rows(batch.t_b),
          rows(batch.noise_bd), rows(batch.label_b), rows(batch.weight_b),
          batch.coupling};
}

Batch WithTimes(Batch pairs, const BatchOptions& options, Seed seed,
                int64_t step) {
  Batch batch = Repeat(std::move(pairs), options.times_per_pair);
  const int64_t rows = batch.x0_bd.size(0), dim = batch.x0_bd.size(1);
  batch.t_b = DrawTimes(options.time_law, DeriveSeed(seed, "time", step), rows);
  if (options.noise) {
    batch.noise_bd = NormalTensor(DeriveSeed(seed, "noise", step), rows, dim);
  }
  return batch;
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

absl::StatusOr<Batch> BatchSource::Couple(int64_t count, int64_t round) const {
  const Points x0 = source_->Draw(count, DeriveSeed(seed_, "source", round));
  const Points* own = coupling_->own_target();
  const Points x1 =
      own != nullptr ? *own
                     : target_->Draw(count, DeriveSeed(seed_, "target", round));
  FLOW_ASSIGN_OR_RETURN(
      const Pairs pairs,
      coupling_->Couple(x0, x1, DeriveSeed(seed_, "coupling", round)));
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

absl::StatusOr<Batch> BatchSource::PairsOf(int64_t step) const {
  if (options_.coupled <= options_.size) return Couple(options_.size, step);
  const int64_t slices = options_.coupled / options_.size;
  const int64_t round = step / slices, begin = step % slices * options_.size;
  std::lock_guard<std::mutex> lock(mutex_);
  if (kept_round_ != round) {
    FLOW_ASSIGN_OR_RETURN(kept_, Couple(options_.coupled, round));
    kept_round_ = round;
  }
  return Rows(kept_, begin, begin + options_.size);
}

absl::StatusOr<Batch> BatchSource::Get(int64_t step) const {
  FLOW_ASSIGN_OR_RETURN(Batch pairs, PairsOf(step));
  return WithTimes(std::move(pairs), options_, seed_, step);
}

}  // namespace flow::core
