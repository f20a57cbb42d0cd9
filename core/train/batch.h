#ifndef CORE_TRAIN_BATCH_H_
#define CORE_TRAIN_BATCH_H_

#include <cstdint>
#include <optional>

#include "ATen/core/Tensor.h"
#include "absl/status/statusor.h"
#include "core/base/random.h"
#include "core/coupling/coupling_report.h"
#include "core/nn/dropout.h"
#include "core/nn/network_options.h"
#include "core/train/train_options.h"

namespace flow::core {

// Shapes: B rows of a batch, D dimensions.

// E the columns of a target.

/// Rows of standard normal numbers times `std` that are not drawn yet: row i is
/// row (first_row + i) / repeat, rounded down, of NormalTensor(seed, ...), and
/// the product is rounded from float64.
struct NormalDraw {
  Seed seed = 0;
  double std = 1;
  int64_t repeat = 1;  // times that a row comes, one behind the other
  int64_t first_row = 0;
};

/// Coupled pairs with their times and their noise; or, of whoever makes targets
/// where it makes batches, points with their times and targets.
struct Batch {
  at::Tensor x0_bd, x1_bd;  // float32, one pair a row
  at::Tensor t_b;           // float32; of pairs in [0, 1), by the time law
  at::Tensor noise_bd;      // float32, standard normal; may be undefined
  at::Tensor label_b;       // int64 label of x1, -1 for a hidden one;
                            // undefined without classes
  at::Tensor weight_b;      // float32, mean 1; undefined: all pairs weigh 1
  CouplingReport coupling;  // of the points that were coupled
  // float32, instead of pairs and noise: see given_regression.h; the scale may
  // be undefined
  at::Tensor point_bd, target_be, scale_b;
  DropoutRows dropout;  // what a network drops of these rows
  // float32 [B, K], what a regression along a path needs to know of t_b; may be
  // undefined: see path_regression.h
  at::Tensor factors_bk = {};
  // instead of x0_bd and noise_bd, for whoever draws: see GetUndrawn()
  std::optional<NormalDraw> x0_draw = std::nullopt, noise_draw = std::nullopt;
};

/// What of a batch has its rows.
inline constexpr at::Tensor Batch::*kRowsOfBatch[] = {
    &Batch::x0_bd,   &Batch::x1_bd,     &Batch::t_b,      &Batch::noise_bd,
    &Batch::label_b, &Batch::weight_b,  &Batch::point_bd, &Batch::target_be,
    &Batch::scale_b, &Batch::factors_bk};

/// The rows [begin, end) of a batch, sharing its memory.
Batch Rows(const Batch& batch, int64_t begin, int64_t end);

/// The batches of some consecutive steps, made at once: those that share one
/// coupling, or so many that calling LibTorch for each would cost more than the
/// rows themselves.
struct Stretch {
  int64_t first = 0;  // step
  int64_t steps = 1;
  Batch rows;  // of all the steps, as many for each

  int64_t End() const { return first + steps; }
  bool Holds(int64_t step) const { return first <= step && step < End(); }
  int64_t batch_rows() const { return rows.t_b.size(0) / steps; }

  /// The rows of `step`, which it holds.
  Batch At(int64_t step) const;
};

struct BatchOptions {
  int64_t size = 0;   // pairs in a batch
  bool noise = true;  // whether the path asks for noise
  // points coupled at once, a multiple of `size`; `size` when 0
  int64_t coupled = 0;
  TimeLawOptions time_law;
  // rows of a pair, one beside the other, each with a time and a noise of its
  // own: B = size times this
  int64_t times_per_pair = 1;
  // the share of the rows whose label is hidden, -1 from then on
  double label_drop = 0;
  // steps that are drawn at once where the coupling is of single rows; as
  // StepsAtOnce says when 0
  int64_t stretch = 0;
  // Of a finite set; what comes once in a step needs pairs of single rows.
  Draws draws = Draws::kWithReplacement;
};

/// How many steps to draw at once where nothing but their size matters:
/// options.stretch, or as many as stay in the cache, one of points in many
/// dimensions.
int64_t StepsAtOnce(const BatchOptions& options, int64_t dim);

/// Who draws standard normal rows.
enum class Normals { kDrawn, kLeft };

/// What every source of batches does with pairs: repeats each
/// options.times_per_pair times, gives every row a time and, where the path
/// asks for it, a noise of its own, hides labels and says what is dropped, by
/// the seed, `index` and the row. The noise may be left to be drawn.
Batch WithTimes(Batch pairs, const BatchOptions& options, Seed seed,
                int64_t index, Normals normals = Normals::kDrawn);

/// The first multiple of `steps` behind `step`: Batches::StretchEnd() where all
/// stretches are alike.
int64_t NextMultiple(int64_t step, int64_t steps);

/// The batches of a training run. Batch k is a function of k: it does not
/// matter which were asked for before. Thread-safe.
class Batches {
 public:
  virtual ~Batches() = default;

  /// The stretch that holds `step`, from 0. The stretches cut the steps into
  /// pieces: it is the same one for all the steps that it holds.
  virtual absl::StatusOr<Stretch> GetStretch(int64_t step) const = 0;

  /// The same rows, of which those that are standard normal may be left to be
  /// drawn by who asked, beside other work or on another machine: x0_draw or
  /// noise_draw stand for them, in every stretch alike. Where x0_draw does, the
  /// coupling's report is empty.
  virtual absl::StatusOr<Stretch> GetUndrawn(int64_t step) const {
    return GetStretch(step);
  }

  /// The step behind that stretch, without making it.
  virtual int64_t StretchEnd(int64_t step) const { return step + 1; }

  /// GetStretch(), and that it ends where it is said to.
  absl::StatusOr<Stretch> CheckedStretch(int64_t step) const;

  /// The batch of `step` alone.
  absl::StatusOr<Batch> Get(int64_t step) const;
};

}  // namespace flow::core

#endif  // CORE_TRAIN_BATCH_H_
