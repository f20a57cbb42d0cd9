#include "field_matching/field_batches.h"

#include <algorithm>
#include <utility>
#include <variant>
#include <vector>

#include "ATen/TensorOperators.h"
#include "ATen/ops/concat.h"
#include "ATen/ops/zeros_like.h"
#include "core/base/check.h"
#include "core/base/status_macros.h"

namespace flow::field_matching {
namespace {

// Each part of all, one behind the other; undefined where it is.
template <typename Whole, typename... Parts>
Whole Join(const std::vector<Whole>& wholes, Parts... parts) {
  Whole all = wholes.back();
  for (at::Tensor Whole::*part : {parts...}) {
    if (!(all.*part).defined()) continue;
    std::vector<at::Tensor> tensors;
    for (const Whole& whole : wholes) tensors.push_back(whole.*part);
    all.*part = at::concat(tensors);
  }
  return all;
}

FieldTarget Join(const std::vector<FieldTarget>& targets) {
  return Join(targets, &FieldTarget::target_be, &FieldTarget::weight_b,
              &FieldTarget::effective_pairs_b);
}

core::Batch Join(const std::vector<core::Batch>& batches) {
  return Join(batches, &core::Batch::t_b, &core::Batch::weight_b,
              &core::Batch::point_bd, &core::Batch::target_be);
}

}  // namespace

int64_t RowsOfStep(const FieldOptions& options, int64_t size) {
  return std::max(size, SummedAtAPoint(options));
}

FieldBatches::FieldBatches(std::shared_ptr<const core::Batches> pairs,
                           FieldOptions options, int64_t size, Box box,
                           Seed seed)
    : pairs_(std::move(pairs)),
      options_(std::move(options)),
      size_(size),
      box_(std::move(box)),
      seed_(seed) {}

FieldTarget FieldBatches::TargetsOf(const core::Batch& pairs,
                                    const CoveredPoints& points) const {
  const int64_t size = points.t_b.size(0), summed = SummedAtAPoint(options_);
  std::vector<FieldTarget> targets;
  // `count` points from `begin` on, by `groups` groups of rows from `first` on
  const auto add = [&](int64_t begin, int64_t count, int64_t first,
                       int64_t groups) {
    const auto of_groups = [&](const at::Tensor& x_bd) {
      const at::Tensor x = x_bd.narrow(0, first, groups * summed);
      return groups == 1 ? x : x.reshape({groups, summed, x_bd.size(1)});
    };
    const at::Tensor x0 = of_groups(pairs.x0_bd), x1 = of_groups(pairs.x1_bd);
    const CoveredPoints own = {points.x_bd.narrow(0, begin, count),
                               points.t_b.narrow(0, begin, count)};
    targets.push_back(TargetsAt(options_, own.x_bd, own.t_b, x0, x1,
                                LogLawAt(options_, box_, own, x0, x1)));
  };
  const bool at_once = std::holds_alternative<PairFieldOptions>(options_.field);
  const int64_t groups = size / summed;
  if (at_once && groups > 0) add(0, groups * summed, 0, groups);
  for (int64_t g = 0; !at_once && g < groups; ++g) {
    add(g * summed, summed, g * summed, 1);
  }
  // what is left over, by a group that begins earlier
  const int64_t left = size - groups * summed;
  if (left > 0) add(size - left, left, std::max(size, summed) - summed, 1);
  return Join(targets);
}

FieldTarget FieldBatches::TargetsAtPoints(const core::Batch& pairs,
                                          const CoveredPoints& points) const {
  const auto* field = std::get_if<PairFieldOptions>(&options_.field);
  const bool is_of_one = field != nullptr && field->pairs == 1 &&
                         field->given == Given::kPair &&
                         points.velocity_bd.defined();
  if (!is_of_one) return TargetsOf(pairs, points);
  // a path without noise has no density, and none is asked for
  return TargetOfFlow(options_, points.velocity_bd, at::zeros_like(points.t_b));
}

core::Batch FieldBatches::Solve(const core::Batch& pairs, int64_t step) const {
  FLOW_CHECK(pairs.t_b.size(0) >= RowsOfStep(options_, size_))
      << "pairs of another batch";
  const CoveredPoints points =
      DrawPoints(options_, box_, core::Rows(pairs, 0, size_),
                 DeriveSeed(seed_, "points", step));
  const FieldTarget target = TargetsAtPoints(pairs, points);
  core::Batch batch = {.t_b = points.t_b,
                       .weight_b = target.weight_b.to(at::kFloat),
                       .coupling = pairs.coupling,
                       .point_bd = points.x_bd,
                       .target_be = target.target_be.to(at::kFloat),
                       .dropout = pairs.dropout};
  if (pairs.weight_b.defined()) {
    batch.weight_b = batch.weight_b * pairs.weight_b.narrow(0, 0, size_);
  }
  if (target.effective_pairs_b.defined()) {
    batch.coupling.effective_pairs =
        target.effective_pairs_b.mean().item<double>();
  }
  return batch;
}

absl::StatusOr<core::Stretch> FieldBatches::GetStretch(int64_t step) const {
  FLOW_ASSIGN_OR_RETURN(core::Stretch stretch, pairs_->GetStretch(step));
  std::vector<core::Batch> batches;
  for (int64_t s = 0; s < stretch.steps; ++s) {
    const int64_t at = stretch.first + s;
    batches.push_back(Solve(stretch.At(at), at));
  }
  stretch.rows = Join(batches);
  return stretch;
}

}  // namespace flow::field_matching
