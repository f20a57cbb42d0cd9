#include "local_flow/pool_batches.h"

#include <algorithm>
#include <utility>

#include "ATen/TensorOperators.h"
#include "ATen/ops/concat.h"
#include "ATen/ops/full.h"
#include "ATen/ops/roll.h"
#include "core/base/check.h"
#include "core/base/status_macros.h"
#include "core/coupling/coupling.h"
#include "core/coupling/minibatch_ot.h"
#include "core/tensor/random_tensor.h"

namespace flow::local_flow {
namespace {

using core::Batch;

// Of a plan or a shuffling of a batch there is one a step.
int64_t StretchSteps(const BlockPool& first,
                     const core::BatchOptions& options) {
  const LocalCoupling coupling = first.block.coupling;
  const bool rowwise = coupling == LocalCoupling::kDependent ||
                       coupling == LocalCoupling::kIndependent;
  return rowwise ? core::StepsAtOnce(options, first.pool.width()) : 1;
}

// x1 are `own_b` of the pool, or, where that is undefined, so many that are
// drawn with replacement.
absl::StatusOr<Batch> PairsOfBlock(const BlockPool& of, int64_t rows,
                                   const at::Tensor& own_b, Seed seed,
                                   int64_t index) {
  const LocalCoupling coupling = of.block.coupling;
  const auto draw = [&](absl::string_view name, const at::Tensor& row_b) {
    const Seed of_rows = DeriveSeed(seed, name, index);
    const at::Tensor x_bd = of.pool.Gather(
        row_b.defined() ? row_b
                        : core::IndexTensor(of_rows, of.pool.rows(), rows));
    if (of.before.keep == 1) return x_bd;
    const at::Tensor z_bd = core::NormalTensor(DeriveSeed(of_rows, "before"),
                                               rows, of.pool.width());
    return of.before.keep * x_bd + of.before.noise * z_bd;
  };
  Batch batch;
  batch.x1_bd = draw("point", own_b);
  at::Tensor kept_bd = batch.x1_bd;
  if (coupling == LocalCoupling::kIndependent) {
    kept_bd = draw("other_point", at::Tensor());
  } else if (coupling == LocalCoupling::kShuffled) {
    // the rows are in a random order, so that the next one is as good as any
    kept_bd = at::roll(batch.x1_bd, 1, 0);
  }
  const at::Tensor z_bd = core::NormalTensor(
      DeriveSeed(seed, "diffusion", index), rows, of.pool.width());
  const Diffusion& diffusion = of.block.diffusion;
  batch.x0_bd = diffusion.keep * kept_bd + diffusion.noise * z_bd;
  batch.coupling.cost = core::MeanSquaredDistance(batch.x0_bd, batch.x1_bd);
  if (coupling != LocalCoupling::kMinibatchOt) return batch;
  FLOW_ASSIGN_OR_RETURN(
      const core::Pairs pairs,
      core::MinibatchOt({}).Couple({batch.x0_bd}, {batch.x1_bd},
                                   DeriveSeed(seed, "coupling", index)));
  batch.x0_bd = batch.x0_bd.index_select(0, pairs.source_b);
  batch.x1_bd = batch.x1_bd.index_select(0, pairs.target_b);
  batch.coupling = pairs.report;
  return batch;
}

// Rows that belong together through several steps, side by side in each of
// them: [steps * rows_k, ...] of each part k to [steps * sum_k rows_k, ...].
at::Tensor SideBySide(const std::vector<at::Tensor>& parts, int64_t steps) {
  std::vector<at::Tensor> by_step;
  for (const at::Tensor& part : parts) {
    by_step.push_back(part.unflatten(0, {steps, part.size(0) / steps}));
  }
  return at::concat(by_step, 1).flatten(0, 1);
}

}  // namespace

PoolBatches::PoolBatches(std::vector<BlockPool> blocks,
                         core::BatchOptions options, Seed seed)
    : blocks_(std::move(blocks)), options_(options), seed_(seed) {
  FLOW_CHECK(!blocks_.empty() && options_.size >= std::ssize(blocks_))
      << "a batch of " << options_.size << " rows of " << blocks_.size()
      << " blocks";
  steps_ = StretchSteps(blocks_[0], options_);
  const auto add = [&](int64_t rows, const BlockPool& block, Seed own) {
    draws_.emplace_back(options_.draws, rows, block.pool.rows(),
                        DeriveSeed(own, "point"));
  };
  switch (options_.draws) {
    case core::Draws::kWithReplacement:
      break;
    case core::Draws::kDistinctInStep:
      for (const BlockPool& block : blocks_) {
        FLOW_CHECK(block.block.coupling == LocalCoupling::kDependent &&
                   block.pool.rows() == blocks_[0].pool.rows())
            << "distinct rows of one pool";
      }
      add(options_.size, blocks_[0], seed_);
      break;
    case core::Draws::kEpochs:
      for (int64_t n = 0; n < std::ssize(blocks_); ++n) {
        add(RowsOf(n), blocks_[n], DeriveSeed(seed_, "block", n));
      }
      break;
  }
}

// Of a step, those of the blocks before it.
int64_t PoolBatches::RowsBefore(int64_t block) const {
  return options_.size * block / std::ssize(blocks_);
}

// Of a step, those of the block.
int64_t PoolBatches::RowsOf(int64_t block) const {
  return RowsBefore(block + 1) - RowsBefore(block);
}

// Of each block, those of its steps one behind the other; undefined where any
// will do.
std::vector<at::Tensor> PoolBatches::RowsOfBlocks(int64_t index) const {
  std::vector<at::Tensor> rows(blocks_.size());
  if (options_.draws == core::Draws::kEpochs) {
    for (size_t n = 0; n < rows.size(); ++n) {
      rows[n] = draws_[n].Rows(index, steps_);
    }
  } else if (options_.draws == core::Draws::kDistinctInStep) {
    // dealt out: a point that two of them took would be twice in the step
    const at::Tensor all_sb =
        draws_[0].Rows(index, steps_).view({steps_, options_.size});
    for (size_t n = 0; n < rows.size(); ++n) {
      rows[n] = all_sb.narrow(1, RowsBefore(n), RowsOf(n)).flatten();
    }
  }
  return rows;
}

absl::StatusOr<Batch> PoolBatches::MakePairs(int64_t index) const {
  const int64_t count = std::ssize(blocks_);
  const std::vector<at::Tensor> own = RowsOfBlocks(index);
  if (count == 1) {
    return PairsOfBlock(blocks_[0], steps_ * options_.size, own[0], seed_,
                        index);
  }
  std::vector<at::Tensor> x0, x1, label;
  core::CouplingReport report;
  for (int64_t n = 0; n < count; ++n) {
    const int64_t rows = RowsOf(n);
    FLOW_ASSIGN_OR_RETURN(const Batch part,
                          PairsOfBlock(blocks_[n], steps_ * rows, own[n],
                                       DeriveSeed(seed_, "block", n), index));
    x0.push_back(part.x0_bd);
    x1.push_back(part.x1_bd);
    label.push_back(at::full({steps_ * rows}, n, at::kLong));
    // of the batch the mean cost, and the worst of the rest
    report.cost += part.coupling.cost * rows / options_.size;
    report.duality_gap =
        std::max(report.duality_gap, part.coupling.duality_gap);
    report.iterations += part.coupling.iterations;
    report.converged = report.converged && part.coupling.converged;
  }
  Batch batch;
  batch.x0_bd = SideBySide(x0, steps_);
  batch.x1_bd = SideBySide(x1, steps_);
  batch.label_b = SideBySide(label, steps_);
  batch.coupling = report;
  return batch;
}

absl::StatusOr<core::Stretch> PoolBatches::Make(int64_t step,
                                                core::Normals normals) const {
  const int64_t index = step / steps_;
  FLOW_ASSIGN_OR_RETURN(Batch pairs, MakePairs(index));
  return core::Stretch{
      index * steps_, steps_,
      core::WithTimes(std::move(pairs), options_, seed_, index, normals)};
}

}  // namespace flow::local_flow
