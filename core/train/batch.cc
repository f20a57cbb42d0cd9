#include "core/train/batch.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "ATen/TensorOperators.h"
#include "ATen/ops/empty.h"
#include "core/base/check.h"
#include "core/base/status_macros.h"
#include "core/tensor/random_tensor.h"
#include "core/train/time_law.h"

namespace flow::core {
namespace {

// Row i depends on the seed and i alone.
at::Tensor DrawTimes(const TimeLawOptions& law, Seed seed, int64_t rows) {
  // the numbers that the loop would give, some ten times faster
  if (std::holds_alternative<UniformTimeOptions>(law)) {
    return UniformTensor(seed, rows);
  }
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
  if (pairs.x0_draw) pairs.x0_draw->repeat *= times;
  return pairs;
}

}  // namespace

Batch Rows(const Batch& batch, int64_t begin, int64_t end) {
  Batch part = batch;
  for (const auto rows : kRowsOfBatch) {
    at::Tensor& tensor = part.*rows;
    if (tensor.defined()) tensor = tensor.narrow(0, begin, end - begin);
  }
  part.dropout.first_row += begin;
  for (std::optional<NormalDraw>* draw : {&part.x0_draw, &part.noise_draw}) {
    if (*draw) (*draw)->first_row += begin;
  }
  return part;
}

Batch Stretch::At(int64_t step) const {
  FLOW_CHECK(Holds(step)) << "step " << step << " of a stretch from " << first;
  const int64_t begin = (step - first) * batch_rows();
  return Rows(rows, begin, begin + batch_rows());
}

int64_t StepsAtOnce(const BatchOptions& options, int64_t dim) {
  if (options.stretch > 0) return options.stretch;
  constexpr int64_t kNumbers = 16384;
  return std::max<int64_t>(
      1, kNumbers / (options.size * options.times_per_pair * dim));
}

Batch WithTimes(Batch pairs, const BatchOptions& options, Seed seed,
                int64_t index, Normals normals) {
  Batch batch = Repeat(std::move(pairs), options.times_per_pair);
  const int64_t rows = batch.x1_bd.size(0), dim = batch.x1_bd.size(1);
  batch.dropout = {DeriveSeed(seed, "dropout"), index * rows};
  batch.t_b =
      DrawTimes(options.time_law, DeriveSeed(seed, "time", index), rows);
  if (options.noise) {
    const Seed own = DeriveSeed(seed, "noise", index);
    if (normals == Normals::kLeft) {
      batch.noise_draw = NormalDraw{.seed = own};
    } else {
      batch.noise_bd = NormalTensor(own, rows, dim);
    }
  }
  if (options.label_drop > 0) {
    const at::Tensor u_b =
        UniformTensor(DeriveSeed(seed, "label", index), rows);
    batch.label_b =
        batch.label_b.masked_fill(u_b.lt(options.label_drop), kHiddenLabel);
  }
  return batch;
}

int64_t NextMultiple(int64_t step, int64_t steps) {
  return (step / steps + 1) * steps;
}

absl::StatusOr<Stretch> Batches::CheckedStretch(int64_t step) const {
  FLOW_ASSIGN_OR_RETURN(Stretch stretch, GetStretch(step));
  FLOW_CHECK(stretch.End() == StretchEnd(step))
      << "a stretch ends where it is said to";
  return stretch;
}

absl::StatusOr<Batch> Batches::Get(int64_t step) const {
  FLOW_ASSIGN_OR_RETURN(const Stretch stretch, CheckedStretch(step));
  return stretch.At(step);
}

}  // namespace flow::core
