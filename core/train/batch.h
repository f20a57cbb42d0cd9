#ifndef CORE_TRAIN_BATCH_H_
#define CORE_TRAIN_BATCH_H_

#include <cstdint>
#include <memory>

#include "ATen/core/Tensor.h"
#include "absl/status/statusor.h"
#include "core/base/random.h"
#include "core/coupling/coupling.h"
#include "core/distribution/distribution.h"

namespace flow::core {

// Shapes: B batch, D dimensions.

/// The coupled pairs of one training step, with their times and their noise.
struct Batch {
  at::Tensor x0_bd, x1_bd;  // float32, row i is pair i
  at::Tensor t_b;           // float32, uniform on [0, 1)
  at::Tensor noise_bd;      // float32, standard normal; may be undefined
  at::Tensor label_b;       // int64 label of x1; undefined without classes
};

/// The rows [begin, end) of a batch, sharing its memory.
Batch Rows(const Batch& batch, int64_t begin, int64_t end);

struct BatchOptions {
  int64_t size = 0;   // pairs in a batch
  bool noise = true;  // whether the path asks for noise
};

/// The batches of a training run. Batch k is a function of the seed and k: it
/// does not matter which were asked for before. Immutable and thread-safe.
class BatchSource {
 public:
  /// Source and target are of one dimension; needs options.size >= 1.
  BatchSource(std::shared_ptr<const Distribution> source,
              std::shared_ptr<const Distribution> target,
              std::shared_ptr<const Coupling> coupling, BatchOptions options,
              Seed seed);

  /// The batch of `step`, from 0. Errors: those of the coupling.
  absl::StatusOr<Batch> Get(int64_t step) const;

 private:
  std::shared_ptr<const Distribution> source_, target_;
  std::shared_ptr<const Coupling> coupling_;
  BatchOptions options_;
  Seed seed_;
};

}  // namespace flow::core

#endif  // CORE_TRAIN_BATCH_H_
