#ifndef CORE_DISTRIBUTION_DISTRIBUTION_H_
#define CORE_DISTRIBUTION_DISTRIBUTION_H_

/// A law of points in R^D, or a finite set of them: the source and the target
/// of a flow.

#include <cstdint>
#include <optional>

#include "ATen/core/Tensor.h"
#include "core/base/random.h"

namespace flow::core {

// Shapes: N points, D dimensions.

/// Points, and the class of each where the distribution has classes.
struct Points {
  at::Tensor x_nd;  // float32 [N, D]
  at::Tensor
      label_n;  // int64 [N] in [0, num_classes); undefined without classes
};

/// The exact mean and covariance of a law.
struct Moments {
  at::Tensor mean_d;         // float64 [D]
  at::Tensor covariance_dd;  // float64 [D, D]
};

/// Immutable and thread-safe.
class Distribution {
 public:
  virtual ~Distribution() = default;

  virtual int64_t dim() const = 0;

  /// How many classes label the points; 0 when they carry no labels.
  virtual int64_t num_classes() const { return 0; }

  /// How many points the set has; empty for a law, which never runs out.
  virtual std::optional<int64_t> size() const { return std::nullopt; }

  /// `n` independent points. Row i depends on `seed` and i alone, so a longer
  /// draw begins with the shorter one. From a finite set: with replacement.
  virtual Points Draw(int64_t n, Seed seed) const = 0;

  /// `n` points to go with points of the classes `label_n` (int64 [N];
  /// undefined without classes): those of Draw, unless the law depends on the
  /// class.
  virtual Points DrawFor(const at::Tensor& label_n, int64_t n,
                         Seed seed) const {
    return Draw(n, seed);
  }

  /// `std` where Draw(n, seed), and DrawFor with whatever classes, are `std`
  /// times NormalTensor(seed, n, dim()): whoever has use for it can draw points
  /// where they are used.
  virtual std::optional<double> centred_normal_std() const {
    return std::nullopt;
  }

  /// The law of what goes with points of one class: this one, unless it depends
  /// on the class.
  virtual const Distribution& OfClass(int64_t label) const { return *this; }

  /// `n` points to evaluate on: those of Draw for a law, `n` distinct points in
  /// random order for a finite set. Needs n <= size().
  virtual Points DrawDistinct(int64_t n, Seed seed) const {
    return Draw(n, seed);
  }

  /// The points of a finite set at the rows `index_n`, int64 [N] in
  /// [0, size()). What is random about them depends, for row i of the result,
  /// on the seed and on i alone. FLOW_CHECKs that it is a set.
  virtual Points At(const at::Tensor& index_n, Seed seed) const;

  /// The log-density in nats at float64 `x_nd` [N, D], as float64 [N]; empty
  /// where no closed form exists.
  virtual std::optional<at::Tensor> LogDensity(const at::Tensor& x_nd) const {
    return std::nullopt;
  }

  /// The exact moments; empty where no closed form exists.
  virtual std::optional<Moments> ExactMoments() const { return std::nullopt; }
};

}  // namespace flow::core

#endif  // CORE_DISTRIBUTION_DISTRIBUTION_H_
