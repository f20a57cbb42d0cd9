#include "core/train/autograd_gradient.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "ATen/TensorOperators.h"
#include "core/train/flat_gradient.h"

namespace flow::core {
namespace {

// The summed loss of a shard's rows, each by the weight of its pair, over the
// rows of the whole batch.
Gradient ShardGradient(const Network& network, const Objective& objective,
                       const Parameters& parameters, const Batch& shard,
                       int64_t batch_rows) {
  const Parameters leaves = LeavesOf(parameters);
  at::Tensor loss_b = objective.RowLosses(network, leaves, shard);
  if (shard.weight_b.defined()) loss_b = loss_b * shard.weight_b;
  const at::Tensor loss = loss_b.sum() / batch_rows;
  return {FlatGradient(loss, leaves), loss.item<double>()};
}

}  // namespace

AutogradGradient::AutogradGradient(std::shared_ptr<const Network> network,
                                   std::shared_ptr<const Objective> objective)
    : network_(std::move(network)), objective_(std::move(objective)) {}

Gradient AutogradGradient::Compute(const PreparedStretch& prepared,
                                   int64_t step,
                                   const FlatParameters& parameters,
                                   ThreadPool* pool) {
  const Batch batch = prepared.stretch.At(step);
  const int64_t rows = batch.t_b.size(0);
  const int64_t of_shard = network_->ShardRows();
  std::vector<Gradient> shards((rows + of_shard - 1) / of_shard);
  pool->ParallelFor(shards.size(), [&](int64_t i) {
    const Batch shard =
        Rows(batch, i * of_shard, std::min(rows, (i + 1) * of_shard));
    shards[i] =
        ShardGradient(*network_, *objective_, parameters.named, shard, rows);
  });
  Gradient total = std::move(shards[0]);
  for (size_t i = 1; i < shards.size(); ++i) {
    total.loss += shards[i].loss;
    total.flat.add_(shards[i].flat);
  }
  return total;
}

}  // namespace flow::core
