#ifndef CORE_TRAIN_BATCH_H_
#define CORE_TRAIN_BATCH_H_

#include <cstdint>
#include <memory>
#include <mutex>

#include "ATen/core/Tensor.h"
#include "absl/status/statusor.h"
#include "core/base/random.h"
#include "core/coupling/coupling.h"
#include "core/coupling/coupling_report.h"
#include "core/distribution/distribution.h"
#include "core/train/train_options.h"

namespace flow::core {

// Shapes: B rows of a batch, D dimensions.

/// The coupled pairs of one training step, with their times and their noise.
struct Batch {
  at::Tensor x0_bd, x1_bd;  // float32, one pair a row
  at::Tensor t_b;           // float32 in [0, 1), by the time law
  at::Tensor noise_bd;      // float32, standard normal; may be undefined
  at::Tensor label_b;       // int64 label of x1; undefined without classes
  at::Tensor weight_b;      // float32, mean 1; undefined: all pairs weigh 1
  CouplingReport coupling;  // of the points that were coupled
};

/// The rows [begin, end) of a batch, sharing its memory.
Batch Rows(const Batch& batch, int64_t begin, int64_t end);

struct BatchOptions {
  int64_t size = 0;   // pairs in a batch
  bool noise = true;  // whether the path asks for noise
  // points coupled at once, a multiple of `size`; `size` when 0
  int64_t coupled = 0;
  TimeLawOptions time_law;
  // rows of a pair, one beside the other, each with a time and a noise of its
  // own: B = size times this
  int64_t times_per_pair = 1;
};

/// What every source of batches does with the pairs of a step: repeats each
/// options.times_per_pair times and gives every row a time and, where the path
/// asks for it, a noise of its own, by the seed, the step and the row.
Batch WithTimes(Batch pairs, const BatchOptions& options, Seed seed,
                int64_t step);

/// The batches of a training run. Batch k is a function of k: it does not
/// matter which were asked for before. Thread-safe.
class Batches {
 public:
  virtual ~Batches() = default;

  /// The batch of `step`, from 0.
  virtual absl::StatusOr<Batch> Get(int64_t step) const = 0;
};

/// Batches drawn from two distributions and coupled; a function of the seed and
/// the step. With options.coupled = r size, steps k r to k r + r - 1 share one
/// coupling of r size points and train on consecutive slices of its pairs; the
/// last such coupling is kept, and made anew when another is asked for.
class BatchSource : public Batches {
 public:
  /// Source and target are of one dimension; needs options.size >= 1
  /// and options.times_per_pair >= 1.
  BatchSource(std::shared_ptr<const Distribution> source,
              std::shared_ptr<const Distribution> target,
              std::shared_ptr<const Coupling> coupling, BatchOptions options,
              Seed seed);

  /// Errors: those of the coupling.
  absl::StatusOr<Batch> Get(int64_t step) const override;

 private:
  // Pairs without times and noise.
  absl::StatusOr<Batch> Couple(int64_t count, int64_t round) const;
  // Those of a step.
  absl::StatusOr<Batch> PairsOf(int64_t step) const;

  std::shared_ptr<const Distribution> source_, target_;
  std::shared_ptr<const Coupling> coupling_;
  BatchOptions options_;
  Seed seed_;

  mutable std::mutex mutex_;
  mutable int64_t kept_round_ = -1;
  mutable Batch kept_;
};

}  // namespace flow::core

#endif  // CORE_TRAIN_BATCH_H_
