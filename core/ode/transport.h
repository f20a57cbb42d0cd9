#ifndef CORE_ODE_TRANSPORT_H_
#define CORE_ODE_TRANSPORT_H_

#include <cstdint>
#include <vector>

#include "ATen/core/Tensor.h"
#include "absl/status/statusor.h"
#include "core/base/random.h"

namespace flow::core {

// Shapes: N points, D dimensions, S saved times.

enum class Direction {
  kForward,
  kBackward
};  // source to target, target to source

/// What a transport is asked for besides moving the points.
struct Journey {
  Direction direction;
  std::vector<double> save_at;  // increasing in [0, 1]; only forward
  Seed seed = 0;                // of the noise, where a transport adds some
  at::Tensor label_n = {};      // int64 [N], where it moves classes apart
  // of row 0, where the points are a part of more that are moved apart: what
  // the noise of a point and an error's name of it count from
  int64_t first_row = 0;
};

/// Where points ended, and what it took.
struct Transported {
  at::Tensor x_nd;  // the end points, dtype of the start
  // float64: integral of |v(x_t, t)|^2 over t; NaN without a velocity
  at::Tensor path_energy_n;
  at::Tensor evaluations_n;   // int64: evaluations of the field (NFE)
  at::Tensor trajectory_snd;  // positions at the asked times; undefined if none
  // of lines between plates: how far these are across, in gaps; else undefined
  at::Tensor height_sn = {};
  // points that were given up on the way, and are where that was
  int64_t given_up = 0;
  // of a chain: the mean evaluations in each part, from the source; else empty
  std::vector<double> part_evaluations;
};

/// A map of points from one end of a flow to the other: an ODE, a chain of
/// them, an SDE, a field line, a distilled map. Immutable and thread-safe.
class Transport {
 public:
  virtual ~Transport() = default;

  /// Moves `x_nd` [N, D] through the flow. A point's result has the same bits
  /// whatever points travel with it and however many threads work; where noise
  /// is added, that of a point is known by the seed, the index of its row and
  /// the step. InvalidArgument for a direction that the transport does not
  /// know. OutOfRange when a state ceases to be finite or a step cannot be made
  /// small enough: the message names the time and the point.
  virtual absl::StatusOr<Transported> Push(const at::Tensor& x_nd,
                                           const Journey& journey) const = 0;
};

}  // namespace flow::core

#endif  // CORE_ODE_TRANSPORT_H_
